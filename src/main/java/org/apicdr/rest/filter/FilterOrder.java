package org.apicdr.rest.filter;

/** The order in which a request passes the filters, all of them before any resource. */
enum FilterOrder {
    /** Gives the request its id. */
    REQUEST_ID(2_000),

    /** Records the call in the audit log, also if a later filter refuses it. */
    AUDIT_LOG(1_900),

    /** Refuses a request whose path, query or headers are too long. */
    REQUEST_SIZE(1_800),

    /** Refuses a request if too many are being served. */
    CONCURRENCY(1_700),

    /** Requires a bearer token, or in mode {@code none} a request that no foreign web page can send. */
    AUTHENTICATION(1_000),

    /** Removes the content type of an empty body. */
    EMPTY_BODY(800),

    /** Reads the body, which is read for authenticated callers alone. */
    BODY(700),

    /** Restores an empty body that has been read. */
    AFTER_BODY(699);

    private final int priority;

    FilterOrder(int priority) {
        this.priority = priority;
    }

    /** Returns the priority as Quarkus counts it: the filter with the highest runs first. */
    int priority() {
        return priority;
    }
}
