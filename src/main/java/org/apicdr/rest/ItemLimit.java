package org.apicdr.rest;

import org.apicdr.core.RequestValidator;

/** How many items an answer holds at most: the query parameter {@code limit}. */
public record ItemLimit(int value) {

    public static final String MIN = "1";

    public static final String MAX = "1000";

    public ItemLimit {
        new RequestValidator()
                .isBetween("limit", value, Integer.parseInt(MIN), Integer.parseInt(MAX))
                .validate();
    }

    /** Reads a query parameter; the HTTP layer finds this method by its name. */
    public static ItemLimit valueOf(String text) {
        return new ItemLimit(Integer.parseInt(text));
    }
}
