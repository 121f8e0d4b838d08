package org.apicdr.rest.problem;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Short words of a caller are quoted to him, so that he finds the misspelt one. What is longer may be a secret in the
 * wrong place, and answers are kept in the logs of pipelines.
 */
final class InputRedactor {

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\".*\"", Pattern.DOTALL);

    private static final int LONG = 25;

    private InputRedactor() {}

    static String shortened(String sentence) {
        return QUOTED.matcher(sentence)
                .replaceAll(
                        quoted -> quoted.group().length() < LONG ? Matcher.quoteReplacement(quoted.group()) : "'…'");
    }
}
