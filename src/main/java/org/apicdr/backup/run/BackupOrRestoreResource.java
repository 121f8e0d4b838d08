package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apicdr.subsystem.ResourceKind;

/**
 * A backup or restore resource as returned by the API server.
 *
 * @param resource the whole resource
 */
record BackupOrRestoreResource(ResourceKind kind, ObjectNode resource) {

    /** A backup that has not ended after this time is considered stuck. */
    static final Duration LIMIT = Duration.ofHours(6);

    /** Excludes {@code RestoreSuccessful}, because the services still have to start then. */
    private static final Set<String> ENDED_RESTORE_PHASES = Set.of("complete", "completed", "ready", "failed", "error");

    /** Placeholder in a PortalBackup that has no id yet. */
    private static final String NO_ID = "n/a";

    String namespace() {
        return text("/metadata/namespace");
    }

    String name() {
        return text("/metadata/name");
    }

    String phase() {
        return text("/status/phase");
    }

    /** Returns the creation time; empty if absent or invalid. */
    Optional<Instant> createdAt() {
        try {
            return Optional.of(Instant.parse(text("/metadata/creationTimestamp")));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    /** Returns the state of the backup; a stuck backup counts as failed. */
    BackupRun.State state(Instant now) {
        return isStuck(now) ? BackupRun.State.FAILED : BackupRun.State.ofPhase(phase());
    }

    /** Returns whether the resource only records a backup that the operator found on the server. */
    boolean isRecord() {
        var type = text("/spec/crType");
        return (type.isEmpty() ? text("/status/crType") : type).equals("record");
    }

    boolean isStuck(Instant now) {
        return BackupRun.State.ofPhase(phase()) == BackupRun.State.RUNNING
                && createdAt()
                        .filter(created -> !created.plus(LIMIT).isAfter(now))
                        .isPresent();
    }

    /** Returns whether the restore has not ended yet. */
    boolean isRestoring() {
        return !ENDED_RESTORE_PHASES.contains(phase().toLowerCase(Locale.ROOT));
    }

    /** Returns the id for a restore from this backup. */
    Optional<String> backupId() {
        var id = kind == ResourceKind.MANAGEMENT_BACKUP ? text("/status/id") : text("/status/backupId");
        return Optional.of(id).filter(text -> !text.isEmpty() && !text.equals(NO_ID));
    }

    /** Returns the operator's message, if any. */
    Optional<String> message() {
        return Stream.of("/status/message", "/status/error", "/status/state")
                .map(this::text)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    Optional<String> annotation(String name) {
        var value = resource.path("metadata").path("annotations").path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    boolean isOf(BackupRunId run) {
        return resource.path("metadata")
                .path("labels")
                .path(BackupRunLabels.RUN)
                .asText()
                .equals(run.value());
    }

    String text(String pointer) {
        return resource.at(pointer).asText("");
    }

    /** For example {@code ManagementBackup apic/nightly is Running}. */
    String describeState() {
        return "%s is %s".formatted(this, phase().isEmpty() ? "without a phase" : phase());
    }

    @Override
    public String toString() {
        return "%s %s/%s".formatted(kind.kind(), namespace(), name());
    }
}
