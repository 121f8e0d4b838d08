/** Converts failures to HTTP problem details (RFC 9457). */
@NullMarked
package org.apicdr.rest.problem;

import org.jspecify.annotations.NullMarked;
