/** Verifies bundles at one or more levels, compares them with the live subsystem, and describes the trusted keys. */
@org.jspecify.annotations.NullMarked
package org.apicdr.verification;
