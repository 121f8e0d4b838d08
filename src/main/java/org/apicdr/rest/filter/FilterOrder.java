package org.apicdr.rest.filter;

/** The order of the filters. All of them run before any resource. */
enum FilterOrder {
    /** Assigns the request id. */
    REQUEST_ID(2_000),

    /** Records the request in the audit log, even if a later filter rejects it. */
    AUDIT_LOG(1_900),

    /** Rejects a request whose URI is malformed, or whose path, query or headers are too long. */
    REQUEST_SIZE(1_800),

    /** Adds the prefix of a trusted proxy to the links in headers. */
    FORWARDED_PREFIX(1_750),

    /** Adds the security headers of Swagger UI. */
    SWAGGER_UI_HEADERS(1_740),

    /** Rejects a request if too many of its kind are in progress. */
    CONCURRENCY(1_700),

    /** Requires a bearer token, or in mode {@code none} an allowed Host and Origin. */
    AUTHENTICATION(1_000),

    /** Rejects a request of a caller whose token has just been accepted, if too many are in progress. */
    CALLER_CONCURRENCY(900),

    /** Reads the body, only for authenticated callers. */
    BODY(700),

    /** Sets an empty body if none was received. */
    AFTER_BODY(699);

    private final int priority;

    FilterOrder(int priority) {
        this.priority = priority;
    }

    /** Returns the priority for Quarkus. The filter with the highest priority runs first. */
    int priority() {
        return priority;
    }
}
