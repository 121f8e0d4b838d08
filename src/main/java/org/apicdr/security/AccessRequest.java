package org.apicdr.security;

import org.jspecify.annotations.Nullable;

/**
 * What a call asks for.
 *
 * @param right what it takes
 * @param namespace where; null for all namespaces that are served
 * @param name the id of the bundle it is about; null for none
 */
record AccessRequest(
        Permission right,
        @Nullable String namespace,
        @Nullable String name) {}
