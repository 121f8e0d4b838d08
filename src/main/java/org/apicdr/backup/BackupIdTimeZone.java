package org.apicdr.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The zone in which a subsystem writes the ids of its backups. No document states it, so it is learnt from those backups
 * whose true time is given as well. An offset may change with daylight saving; one that a single backup shows while others
 * agree on another is not believed.
 */
final class BackupIdTimeZone {

    private static final long QUARTER_SECONDS = Duration.ofMinutes(15).toSeconds();

    /** An id and the start of its backup may be some seconds apart; more than this tells no zone. */
    private static final Duration MOST_APART = Duration.ofMinutes(5);

    private static final int AGREEMENT = 2;

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
                .filter(each -> votes.getOrDefault(each.offset(), 0L) >= Math.min(AGREEMENT, most))
                .toList());
    }

    /** When a backup was begun whose id gives a time. */
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
                && difference.minus(offset).abs().compareTo(MOST_APART) <= 0;
        return plausible ? Optional.of(new MeasuredOffset(sample.id(), offset)) : Optional.empty();
    }

    /**
     * A backup of which both times are known.
     *
     * @param id what its id says, as if in UTC
     * @param truth when it was begun
     */
    record Sample(Instant id, Instant truth) {}

    private record MeasuredOffset(Instant id, Duration offset) {}
}
