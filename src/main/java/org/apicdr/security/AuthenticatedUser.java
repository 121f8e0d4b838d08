package org.apicdr.security;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The caller, as identified by the API server from the token.
 *
 * @param username for example {@code system:serviceaccount:ci:pipeline}
 * @param uid distinguishes users that had the same name at different times; empty if the API server returns none
 * @param groups the groups of the user
 * @param extra further attributes for the API server's authorizers
 */
public record AuthenticatedUser(String username, String uid, List<String> groups, Map<String, List<String>> extra) {

    public AuthenticatedUser {
        groups = List.copyOf(groups);
        var copies = new TreeMap<String, List<String>>();
        extra.forEach((name, values) -> copies.put(name, List.copyOf(values)));
        extra = Map.copyOf(copies);
    }
}
