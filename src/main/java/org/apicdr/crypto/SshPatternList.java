package org.apicdr.crypto;

import java.util.Arrays;
import java.util.regex.Pattern;

/** A pattern-list of ssh_config(5): any of its patterns must match, and none that begins with an exclamation mark. */
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
