/** Reads subsystems from the Kubernetes API server; the only package that knows fabric8. */
@org.jspecify.annotations.NullMarked
package org.apicdr.kubernetes;
