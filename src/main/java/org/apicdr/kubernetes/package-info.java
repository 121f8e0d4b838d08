/**
 * Reads subsystems, creates backups and maintains a Lease on the Kubernetes API server. The only package that uses fabric8.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.kubernetes;
