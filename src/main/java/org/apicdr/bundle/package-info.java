/** The bundle: its name, its manifest, the archive format, and the listing and reading of what is on the store. */
@org.jspecify.annotations.NullMarked
package org.apicdr.bundle;
