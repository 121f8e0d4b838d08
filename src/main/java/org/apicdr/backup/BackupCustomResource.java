package org.apicdr.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The custom resource of a backup as the API server returns it. Its content is untrusted: values that cannot be parsed are
 * treated as absent.
 */
record BackupCustomResource(ObjectNode resource) {

    private static final Set<String> SUCCEEDED = Set.of("ready", "completed");

    /** {@code finalizing} is a phase of EDB. */
    private static final Set<String> RUNNING = Set.of("", "pending", "started", "running", "finalizing");

    /** Greater numbers are milliseconds or invalid. */
    private static final long YEAR_5000 = 95_617_584_000L;

    private static final int MAX_MESSAGE_LENGTH = 300;

    static List<BackupCustomResource> all(List<ObjectNode> resources) {
        return resources.stream().map(BackupCustomResource::new).toList();
    }

    String name() {
        return text("/metadata/name");
    }

    /** Returns whether the backup belongs to EDB rather than to Crunchy. */
    boolean isEdb() {
        return text("/kind").equals("Backup");
    }

    /** Returns whether the operator created the resource for an existing backup, which is then older than its resource. */
    boolean recorded() {
        var type = text("/spec/crType");
        return (type.isEmpty() ? text("/status/crType") : type).equals("record");
    }

    Optional<Instant> createdAt() {
        return instant("/metadata/creationTimestamp");
    }

    BackupPhase phase() {
        var phase = text("/status/phase").toLowerCase(Locale.ROOT);
        if (RUNNING.contains(phase)) {
            return BackupPhase.RUNNING;
        }
        return SUCCEEDED.contains(phase) ? BackupPhase.SUCCEEDED : BackupPhase.FAILED;
    }

    /** Returns why the backup cannot be restored according to its phase; empty if the phase allows a restore. */
    Optional<String> phaseIssue() {
        return switch (phase()) {
            case RUNNING -> Optional.of("it is not finished");
            case FAILED -> Optional.of("it failed: " + failureMessage());
            case SUCCEEDED, FOUND -> Optional.empty();
        };
    }

    /** Returns a text or number; empty if there is none. */
    String text(String pointer) {
        var node = resource.at(pointer);
        return node.isTextual() || node.isNumber() ? node.asText() : "";
    }

    Optional<Instant> instant(String pointer) {
        try {
            return Optional.of(OffsetDateTime.parse(text(pointer)).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Returns a time given in seconds since 1970; zero counts as absent. */
    Optional<Instant> epochSeconds(String pointer) {
        try {
            long seconds = Long.parseLong(text(pointer));
            return seconds > 0 && seconds < YEAR_5000 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private String failureMessage() {
        var message = Stream.of("/status/message", "/status/error", "/status/state")
                .map(this::text)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElseGet(() -> "its phase is " + text("/status/phase"));
        var line = message.strip().replaceAll("\\p{C}+", " ");
        return line.length() > MAX_MESSAGE_LENGTH ? line.substring(0, MAX_MESSAGE_LENGTH) + "…" : line;
    }
}
