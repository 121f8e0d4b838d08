/** The packaged service on real parts, from the outside. */
@org.jspecify.annotations.NullMarked
package org.apicdr.e2e;
