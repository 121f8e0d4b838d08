/**
 * What every other package builds on: error codes, deadlines, parallel execution, the clock, validation of configuration
 * and requests, and the id of a request in the log. Knows no other package of the service.
 */
@NullMarked
package org.apicdr.core;

import org.jspecify.annotations.NullMarked;
