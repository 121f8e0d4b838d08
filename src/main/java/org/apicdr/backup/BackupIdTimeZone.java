package org.apicdr.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The time zone of a subsystem's backup ids. No document states it, so it is inferred from backups whose true time is also
 * known. The offset may change with daylight saving. An offset that only one backup shows is ignored if other backups agree
 * on another one.
 */
final class BackupIdTimeZone {

    private static final long QUARTER_SECONDS = Duration.ofMinutes(15).toSeconds();

    /** The time in an id may differ from the start of its backup by seconds. Samples with a larger difference are ignored. */
    private static final Duration MAX_DIFFERENCE = Duration.ofMinutes(5);

    private static final int MIN_VOTES = 2;

    private final List<MeasuredOffset> offsets;

    private BackupIdTimeZone(List<MeasuredOffset> offsets) {
        this.offsets = offsets;
    }

    static BackupIdTimeZone inferFrom(List<Sample> samples) {
        var offsets =
                samples.stream().flatMap(sample -> offset(sample).stream()).toList();
        var votes = offsets.stream().collect(Collectors.groupingBy(MeasuredOffset::offset, Collectors.counting()));
        long most = votes.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new BackupIdTimeZone(offsets.stream()
                .filter(each -> votes.getOrDefault(each.offset(), 0L) >= Math.min(MIN_VOTES, most))
                .toList());
    }

    /** Returns when a backup was started, given the time in its id. */
    BackupTimestamp taken(Instant id) {
        Function<MeasuredOffset, Duration> distance =
                each -> Duration.between(each.id(), id).abs();
        return offsets.stream()
                .min(Comparator.comparing(distance))
                .map(nearest -> BackupTimestamp.known(id.minus(nearest.offset())))
                .orElseGet(() -> BackupTimestamp.inSomeZone(id));
    }

    private static Optional<MeasuredOffset> offset(Sample sample) {
        var difference = Duration.between(sample.truth(), sample.id());
        long quarters = Math.round((double) difference.toSeconds() / QUARTER_SECONDS);
        var offset = Duration.ofSeconds(quarters * QUARTER_SECONDS);
        boolean plausible = offset.abs().compareTo(BackupTimestamp.ANY_ZONE) <= 0
                && difference.minus(offset).abs().compareTo(MAX_DIFFERENCE) <= 0;
        return plausible ? Optional.of(new MeasuredOffset(sample.id(), offset)) : Optional.empty();
    }

    /**
     * A backup whose id time and true time are both known.
     *
     * @param id the time in its id, read as UTC
     * @param truth when it was started
     */
    record Sample(Instant id, Instant truth) {}

    private record MeasuredOffset(Instant id, Duration offset) {}
}
