package org.apicdr.security;

import org.jspecify.annotations.Nullable;

/**
 * The permission that a request needs.
 *
 * @param right the permission
 * @param namespace the requested namespace; null for all watched namespaces
 * @param name the id of the bundle; null if the request is not about one bundle
 */
record AccessRequest(
        Permission right,
        @Nullable String namespace,
        @Nullable String name) {}
