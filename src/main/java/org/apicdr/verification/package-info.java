/** Proves bundles at one or more levels, compares them with the live subsystem, and says what to trust. */
@org.jspecify.annotations.NullMarked
package org.apicdr.verification;
