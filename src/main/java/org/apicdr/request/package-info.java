/** What belongs to one request, whatever it asks for: the time it has. */
@org.jspecify.annotations.NullMarked
package org.apicdr.request;
