package org.apicdr.rest;

import org.apicdr.core.RequestValidator;

/** The query parameter {@code limit}: the maximum number of items in a response. */
public record ItemLimit(int value) {

    private static final int MAX = 1000;

    public ItemLimit {
        new RequestValidator().isBetween("limit", value, 1, MAX).validate();
    }

    /** Parses a query parameter. Jakarta REST finds this method by its name. */
    public static ItemLimit valueOf(String text) {
        return new ItemLimit(Integer.parseInt(text));
    }
}
