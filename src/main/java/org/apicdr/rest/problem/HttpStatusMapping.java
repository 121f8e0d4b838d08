package org.apicdr.rest.problem;

import jakarta.ws.rs.core.Response.Status;
import org.apicdr.core.ErrorCode;

/** Maps each error code to an HTTP status. */
final class HttpStatusMapping {

    private HttpStatusMapping() {}

    static Status of(ErrorCode errorCode) {
        return switch (errorCode) {
            case INVALID_REQUEST -> Status.BAD_REQUEST;
            case UNAUTHORIZED -> Status.UNAUTHORIZED;
            case FORBIDDEN, HOST_NOT_ALLOWED, ORIGIN_NOT_ALLOWED -> Status.FORBIDDEN;
            case BACKUP_RUN_NOT_FOUND, BUNDLE_NOT_FOUND, SUBSYSTEM_NOT_FOUND -> Status.NOT_FOUND;
            case BACKUP_REJECTED,
                    BACKUP_RUNNING,
                    CAPTURE_RUNNING,
                    DATABASE_BACKUPS_DISABLED,
                    DATABASE_BACKUPS_UNSUPPORTED,
                    IDENTITY_MISSING,
                    LAST_GOOD_BUNDLE,
                    NOT_RECOVERABLE,
                    RESTORE_RUNNING,
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
