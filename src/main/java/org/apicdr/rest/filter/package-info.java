/**
 * Filters that run before a resource, in the order of {@link org.apicdr.rest.filter.FilterOrder}. They assign the
 * request id, write the audit log, limit the size and number of requests, and authenticate the caller.
 */
@NullMarked
package org.apicdr.rest.filter;

import org.jspecify.annotations.NullMarked;
