package org.apicdr.core;

import java.util.Locale;

/** The cause of a failed operation, with a title for operators. Independent of HTTP. */
public enum ErrorCode {
    BACKUP_REJECTED("The API server does not take the backup"),
    BACKUP_RUNNING("A backup of this subsystem is already running"),
    BACKUP_RUN_NOT_FOUND("The backup run does not exist"),
    BUNDLE_NOT_FOUND("The bundle does not exist"),
    CAPTURE_RUNNING("A capture of this subsystem is already running"),
    CLUSTER_FORBIDDEN("The service account lacks a permission"),
    CLUSTER_UNAVAILABLE("The Kubernetes API server does not answer"),
    CONFIGURATION_INVALID("The configuration is not valid"),
    DATABASE_BACKUPS_DISABLED("This service may not take backups"),
    DATABASE_BACKUPS_UNSUPPORTED("No backup of this subsystem can be taken here"),
    DEADLINE_PASSED("The request took too long"),
    FORBIDDEN("The caller lacks a right"),
    HOST_NOT_ALLOWED("The Host header names another service"),
    IDENTITY_MISSING("The service holds no identity that opens the bundle"),
    INVALID_REQUEST("The request is not valid"),
    LAST_GOOD_BUNDLE("The bundle is the newest that can be trusted"),
    NOT_RECOVERABLE("The subsystem could not be recovered now"),
    ORIGIN_NOT_ALLOWED("The request comes from a foreign web page"),
    RESTORE_RUNNING("A restore of this subsystem is running"),
    STORE_APPEND_ONLY("The store does not let bundles be removed"),
    STORE_PATH_RESERVED("The store path belongs to the database backups"),
    STORE_UNAVAILABLE("The bundle store cannot be used"),
    SUBSYSTEM_AMBIGUOUS("More than one subsystem is visible"),
    SUBSYSTEM_CHANGING("The subsystem changes while it is being read"),
    SUBSYSTEM_IDENTITY_CHANGED("The subsystem is a new installation"),
    SUBSYSTEM_INCOMPLETE("The subsystem lacks what recovery needs"),
    SUBSYSTEM_NOT_FOUND("The subsystem does not exist"),
    SUBSYSTEM_NOT_HEALTHY("The subsystem is not healthy"),
    SUBSYSTEM_TOO_LARGE("The subsystem does not fit into a bundle"),
    UNAUTHORIZED("The call carries no token that is accepted"),
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
