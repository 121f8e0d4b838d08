/** Bundles: names, manifest and archive format, and listing, reading and storing them. */
@org.jspecify.annotations.NullMarked
package org.apicdr.bundle;
