package org.apicdr.rest.problem;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes long quoted values from messages. Short values are kept, so that the caller finds a typo. A longer value may
 * be a misplaced secret, and pipelines keep responses in their logs.
 */
final class InputRedactor {

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\".*\"", Pattern.DOTALL);

    private static final int REDACTED_LENGTH = 25;

    private InputRedactor() {}

    static String shortened(String message) {
        return QUOTED.matcher(message)
                .replaceAll(quoted ->
                        quoted.group().length() < REDACTED_LENGTH ? Matcher.quoteReplacement(quoted.group()) : "'…'");
    }
}
