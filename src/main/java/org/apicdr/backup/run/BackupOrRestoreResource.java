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
 * A backup or restore that its operator was asked for, as the API server gave it.
 *
 * @param resource the whole resource
 */
record BackupOrRestoreResource(ResourceKind kind, ObjectNode resource) {

    /** No backup takes longer: one that has not ended by then never will. */
    static final Duration LIMIT = Duration.ofHours(6);

    /** {@code RestoreSuccessful} is not among them: the services are still to be started then. */
    private static final Set<String> RESTORED_OR_NOT = Set.of("complete", "completed", "ready", "failed", "error");

    /** What a PortalBackup has for an id until it has one. */
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

    /** Empty where the API server did not say. */
    Optional<Instant> createdAt() {
        try {
            return Optional.of(Instant.parse(text("/metadata/creationTimestamp")));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    /** How far the backup has come; one that has hung too long has failed. */
    BackupRunState state(Instant now) {
        return hangs(now) ? BackupRunState.FAILED : BackupRunState.ofPhase(phase());
    }

    /** Whether it is but the note of a backup that its operator found on the server. */
    boolean isRecord() {
        var type = text("/spec/crType");
        return (type.isEmpty() ? text("/status/crType") : type).equals("record");
    }

    boolean hangs(Instant now) {
        return BackupRunState.ofPhase(phase()) == BackupRunState.RUNNING
                && createdAt()
                        .filter(created -> !created.plus(LIMIT).isAfter(now))
                        .isPresent();
    }

    /** Whether the restore has not come to its end, in whatever step it is. */
    boolean restores() {
        return !RESTORED_OR_NOT.contains(phase().toLowerCase(Locale.ROOT));
    }

    /** What a restore from the backup is told. */
    Optional<String> backupId() {
        var id = kind == ResourceKind.MANAGEMENT_BACKUP ? text("/status/id") : text("/status/backupId");
        return Optional.of(id).filter(text -> !text.isEmpty() && !text.equals(NO_ID));
    }

    /** What its operator says besides the phase. */
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
