package org.apicdr.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that several messages need. */
public final class Sentences {

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\".*\"", Pattern.DOTALL);

    private static final int REDACTED_LENGTH = 25;

    /** A long part of a path that is not an id or a name, since these have neither capitals, other than T and Z, nor _. */
    private static final Pattern LONG_PART = Pattern.compile("(?<=/)(?=[^/]{26})(?=[^/]*[^/a-z0-9.TZ-])[^/]+");

    private static final int LETTERS_PER_TYPO = 4;

    private Sentences() {}

    /** Returns the text with a full stop at its end. */
    public static String closed(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** Returns the text without a full stop at its end. */
    public static String clause(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * Removes long quoted values. Short values are kept, so that the caller finds a typo. A longer value may be a
     * misplaced secret, and pipelines keep responses in their logs.
     */
    public static String redacted(String message) {
        return QUOTED.matcher(message)
                .replaceAll(quoted ->
                        quoted.group().length() < REDACTED_LENGTH ? Matcher.quoteReplacement(quoted.group()) : "'…'");
    }

    /** Removes long parts of a path that are neither ids nor names, because they may be misplaced secrets. */
    public static String redactedPath(String path) {
        return LONG_PART.matcher(path).replaceAll("…");
    }

    /** Returns a question that names the known name nearest to an unknown one, or an empty text if none is near. */
    public static String didYouMean(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(unknown, name)))
                .filter(name -> distance(unknown, name) <= Math.max(1, unknown.length() / LETTERS_PER_TYPO))
                .map(" Did you mean '%s'?"::formatted)
                .orElse("");
    }

    /** Returns the Levenshtein distance of two names, without regard to case and separators. */
    private static int distance(String name, String other) {
        var from = letters(name);
        var to = letters(other);
        var previous = new int[to.length() + 1];
        for (int i = 0; i <= to.length(); i++) {
            previous[i] = i;
        }
        for (int i = 1; i <= from.length(); i++) {
            var current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(changed, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
    }
}
