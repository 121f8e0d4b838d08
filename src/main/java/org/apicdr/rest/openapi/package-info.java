/**
 * The API document. The build makes it from the annotations of the resources and {@code META-INF/openapi.yaml}, which has
 * the headers, examples and error responses.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.rest.openapi;
