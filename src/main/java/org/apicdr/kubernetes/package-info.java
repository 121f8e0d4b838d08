/**
 * Reads subsystems from the Kubernetes API server, makes backups and keeps a Lease there; the only package that knows
 * fabric8.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.kubernetes;
