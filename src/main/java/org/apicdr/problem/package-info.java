/** One exit for every error: why an operation failed, and how that leaves over HTTP (RFC 9457). */
@org.jspecify.annotations.NullMarked
package org.apicdr.problem;
