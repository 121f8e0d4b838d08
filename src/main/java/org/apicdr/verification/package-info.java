/** Verifies bundles at one or more levels, compares them with the live subsystem, and lists the commands for doing so manually. */
@org.jspecify.annotations.NullMarked
package org.apicdr.verification;
