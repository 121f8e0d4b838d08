package org.apicdr.request;

import org.apicdr.problem.RequestValidator;

/** How many items an answer holds at most: the query parameter {@code limit}. */
public record Limit(int value) {

    public static final String MIN = "1";

    public static final String MAX = "1000";

    public Limit {
        new RequestValidator()
                .isBetween("limit", value, Integer.parseInt(MIN), Integer.parseInt(MAX))
                .validate();
    }

    /** Reads a query parameter; the HTTP layer finds this method by its name. */
    public static Limit valueOf(String text) {
        return new Limit(Integer.parseInt(text));
    }
}
