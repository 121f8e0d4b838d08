/** How failures leave over HTTP: problem details (RFC 9457). */
@NullMarked
package org.apicdr.rest.problem;

import org.jspecify.annotations.NullMarked;
