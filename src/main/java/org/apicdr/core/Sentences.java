package org.apicdr.core;

/** Embeds the message of one part in the sentence of another. */
public final class Sentences {

    private Sentences() {}

    /** Returns the text with a full stop at its end. */
    public static String closed(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** Returns the text without a full stop at its end. */
    public static String clause(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
