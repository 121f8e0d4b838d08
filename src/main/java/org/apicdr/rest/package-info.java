/**
 * The REST API. Each resource maps a group of operations to the use cases that serve them. What its annotations do not say
 * about the API is in {@code META-INF/openapi.yaml}.
 */
@NullMarked
package org.apicdr.rest;

import org.jspecify.annotations.NullMarked;
