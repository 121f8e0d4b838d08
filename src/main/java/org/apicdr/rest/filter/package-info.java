/**
 * What happens to a request before it reaches a resource, in the order of {@link org.apicdr.rest.filter.FilterOrder}: it
 * gets its id, is recorded in the audit log, is bounded in size and number, and its caller is authenticated.
 */
@NullMarked
package org.apicdr.rest.filter;

import org.jspecify.annotations.NullMarked;
