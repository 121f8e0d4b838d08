package org.apicdr.security;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who calls, as the API server knows him by his token.
 *
 * @param username for example {@code system:serviceaccount:ci:pipeline}
 * @param uid what tells him from a former one of the same name; empty where the API server gives none
 * @param groups the groups he is in
 * @param extra what else the API server's authorizers may ask for
 */
public record AuthenticatedUser(String username, String uid, List<String> groups, Map<String, List<String>> extra) {

    public AuthenticatedUser {
        groups = List.copyOf(groups);
        var copies = new TreeMap<String, List<String>>();
        extra.forEach((name, values) -> copies.put(name, List.copyOf(values)));
        extra = Map.copyOf(copies);
    }
}
