package org.apicdr.core;

import java.util.Locale;

/** The cause of a failed operation, with a title for operators. Independent of HTTP. */
public enum ErrorCode {
    BACKUP_REJECTED("The API server rejected the backup"),
    BACKUP_RUNNING("A backup of this subsystem is already running"),
    BACKUP_RUN_NOT_FOUND("The backup run does not exist"),
    BUNDLE_NOT_FOUND("The bundle does not exist"),
    CAPTURE_RUNNING("A capture of this subsystem is already running"),
    CLUSTER_FORBIDDEN("The service account lacks a permission"),
    CLUSTER_UNAVAILABLE("The Kubernetes API server does not respond"),
    CONFIGURATION_INVALID("The configuration is not valid"),
    DATABASE_BACKUPS_DISABLED("Taking backups is disabled"),
    DATABASE_BACKUPS_UNSUPPORTED("Backups of this subsystem are not supported"),
    DEADLINE_PASSED("The request took too long"),
    FORBIDDEN("The caller lacks a permission"),
    HOST_NOT_ALLOWED("The Host header is not allowed"),
    IDENTITY_MISSING("The service has no age identity for the bundle"),
    INVALID_REQUEST("The request is not valid"),
    LAST_GOOD_BUNDLE("The bundle is the newest authentic one"),
    NOT_RECOVERABLE("The recoverability check did not pass"),
    ORIGIN_NOT_ALLOWED("The request comes from another web origin"),
    RESTORATION_NOT_FOUND("The restoration does not exist"),
    RESTORE_CONFLICT("The namespace has objects that prevent the restoration"),
    RESTORE_DISABLED("Restoring bundles is disabled"),
    RESTORE_REJECTED("The API server would not create the objects"),
    RESTORE_RUNNING("A restore of this subsystem is running"),
    STORE_APPEND_ONLY("The store does not allow bundles to be deleted"),
    STORE_PATH_RESERVED("The store path is inside a backup path"),
    STORE_UNAVAILABLE("The bundle store cannot be used"),
    SUBSYSTEM_AMBIGUOUS("More than one subsystem is visible"),
    SUBSYSTEM_CHANGING("The subsystem changed while it was being read"),
    SUBSYSTEM_IDENTITY_CHANGED("The subsystem is a new installation"),
    SUBSYSTEM_INCOMPLETE("The subsystem is incomplete"),
    SUBSYSTEM_NOT_FOUND("The subsystem does not exist"),
    SUBSYSTEM_NOT_HEALTHY("The subsystem is not healthy"),
    SUBSYSTEM_TOO_LARGE("The subsystem does not fit into a bundle"),
    UNAUTHORIZED("The request has no valid bearer token"),
    VERIFICATION_FAILED("The bundle does not pass verification");

    private final String title;

    ErrorCode(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Returns the last part of the problem type, for example {@code bundle-not-found}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
