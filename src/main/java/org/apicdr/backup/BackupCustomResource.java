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
 * The resource of a backup as the API server shows it. Whoever may write there may write anything, so nothing here fails:
 * what makes no sense is absent.
 */
record BackupCustomResource(ObjectNode resource) {

    private static final Set<String> SUCCEEDED = Set.of("ready", "completed");

    /** {@code finalizing} is EDB's. */
    private static final Set<String> RUNNING = Set.of("", "pending", "started", "running", "finalizing");

    /** A greater number is in milliseconds, or nonsense. */
    private static final long YEAR_5000 = 95_617_584_000L;

    private static final int LONGEST = 300;

    static List<BackupCustomResource> all(List<ObjectNode> resources) {
        return resources.stream().map(BackupCustomResource::new).toList();
    }

    String name() {
        return text("/metadata/name");
    }

    /** Whether it is of EDB, else of Crunchy. */
    boolean isEdb() {
        return text("/kind").equals("Backup");
    }

    /** Whether its operator made the resource for a backup that it found; such a one is younger than its backup. */
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

    /** Why there is nothing to restore, as far as its operator says so. */
    Optional<String> trouble() {
        return switch (phase()) {
            case RUNNING -> Optional.of("it is not finished");
            case FAILED -> Optional.of("it failed: " + complaint());
            case SUCCEEDED, FOUND -> Optional.empty();
        };
    }

    /** A text or number; empty where there is none. */
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

    /** A time in seconds since 1970; zero is none. */
    Optional<Instant> epochSeconds(String pointer) {
        try {
            long seconds = Long.parseLong(text(pointer));
            return seconds > 0 && seconds < YEAR_5000 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private String complaint() {
        var words = Stream.of("/status/message", "/status/error", "/status/state")
                .map(this::text)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElseGet(() -> "its phase is " + text("/status/phase"));
        var line = words.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
