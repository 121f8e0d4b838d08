package org.apicdr.crypto;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A pattern-list of ssh_config(5). Matches if at least one pattern matches and no negated pattern, which begins with an
 * exclamation mark, does.
 */
record SshPatternList(String patterns) {

    static final SshPatternList ANY = new SshPatternList("*");

    boolean matches(String text) {
        return anyMatches(text, false) && !anyMatches(text, true);
    }

    private boolean anyMatches(String text, boolean negated) {
        return Arrays.stream(patterns.split(",", -1))
                .filter(pattern -> pattern.startsWith("!") == negated)
                .map(pattern -> negated ? pattern.substring(1) : pattern)
                .anyMatch(pattern -> matches(pattern, text));
    }

    private static boolean matches(String pattern, String text) {
        var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }
}
