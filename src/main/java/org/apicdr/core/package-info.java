/**
 * Shared basics: error codes, deadlines, parallel execution, the clock, validation of configuration and requests, and
 * the request id in the log. Depends on no other package of the service.
 */
@NullMarked
package org.apicdr.core;

import org.jspecify.annotations.NullMarked;
