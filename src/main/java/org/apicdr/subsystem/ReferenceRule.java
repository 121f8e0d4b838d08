package org.apicdr.subsystem;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A known field that names another object.
 *
 * @param kinds the kinds of resources that have the field
 * @param pattern the field's path by segments, without array indices; {@code **} stands for any number of segments,
 *     {@code *} for any part of one
 * @param kind the kind of the object
 * @param treatment how a capture treats the object
 * @param role the purpose of a secret
 */
record ReferenceRule(
        Set<ResourceKind> kinds,
        List<String> pattern,
        String kind,
        ReferenceTreatment treatment,
        @Nullable SecretRole role) {

    boolean matches(ResourceKind resource, List<String> path) {
        return kinds.contains(resource)
                && matches(pattern.get(pattern.size() - 1), path.get(path.size() - 1))
                && matches(pattern, path);
    }

    private static boolean matches(List<String> pattern, List<String> path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        var rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("**")) {
            for (int skipped = 0; skipped <= path.size(); skipped++) {
                if (matches(rest, path.subList(skipped, path.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !path.isEmpty() && matches(pattern.get(0), path.get(0)) && matches(rest, path.subList(1, path.size()));
    }

    private static boolean matches(String pattern, String segment) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(segment);
        }
        return segment.length() >= pattern.length() - 1
                && segment.startsWith(pattern.substring(0, star))
                && segment.endsWith(pattern.substring(star + 1));
    }
}
