/**
 * Adds examples of requests, responses and problems, and descriptions of parameters, to the API document. The texts are
 * in {@code /openapi}, in files named after the operations. The build fails if one is missing.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.rest.openapi;
