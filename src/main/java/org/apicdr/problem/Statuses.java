package org.apicdr.problem;

import jakarta.ws.rs.core.Response.Status;

/** How each reason leaves over HTTP. */
final class Statuses {

    private Statuses() {}

    static Status of(Reason reason) {
        return switch (reason) {
            case INVALID_REQUEST -> Status.BAD_REQUEST;
            case UNAUTHORIZED -> Status.UNAUTHORIZED;
            case FORBIDDEN, HOST_NOT_ALLOWED, ORIGIN_NOT_ALLOWED -> Status.FORBIDDEN;
            case BUNDLE_NOT_FOUND, SUBSYSTEM_NOT_FOUND -> Status.NOT_FOUND;
            case CAPTURE_RUNNING,
                    IDENTITY_MISSING,
                    LAST_GOOD_BUNDLE,
                    STORE_APPEND_ONLY,
                    STORE_PATH_RESERVED,
                    SUBSYSTEM_AMBIGUOUS,
                    SUBSYSTEM_CHANGING,
                    SUBSYSTEM_IDENTITY_CHANGED,
                    SUBSYSTEM_INCOMPLETE,
                    SUBSYSTEM_NOT_HEALTHY,
                    SUBSYSTEM_TOO_LARGE,
                    VERIFICATION_FAILED -> Status.CONFLICT;
            case CLUSTER_FORBIDDEN, CLUSTER_UNAVAILABLE, CONFIGURATION_INVALID, DEADLINE_PASSED, STORE_UNAVAILABLE ->
                Status.SERVICE_UNAVAILABLE;
        };
    }
}
