/**
 * What the API document shows beside what the resources declare: an example of every request, answer and problem, and
 * what each parameter means. The texts lie in {@code /openapi}, in files named after the operations; a document that
 * lacks one is not built.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.rest.openapi;
