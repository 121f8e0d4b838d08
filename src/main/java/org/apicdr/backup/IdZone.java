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
final class IdZone {

    private static final long QUARTER_SECONDS = Duration.ofMinutes(15).toSeconds();

    /** An id and the start of its backup may be some seconds apart; more than this tells no zone. */
    private static final Duration MOST_APART = Duration.ofMinutes(5);

    private static final int AGREEMENT = 2;

    private final List<Sample> samples;

    private IdZone(List<Sample> samples) {
        this.samples = samples;
    }

    static IdZone learntFrom(List<Clue> clues) {
        var samples = clues.stream().flatMap(clue -> sample(clue).stream()).toList();
        var votes = samples.stream().collect(Collectors.groupingBy(Sample::offset, Collectors.counting()));
        long most = votes.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new IdZone(samples.stream()
                .filter(sample -> votes.getOrDefault(sample.offset(), 0L) >= Math.min(AGREEMENT, most))
                .toList());
    }

    /** When a backup was begun whose id gives a time. */
    Taken taken(Instant id) {
        Function<Sample, Duration> distance =
                sample -> Duration.between(sample.id(), id).abs();
        return samples.stream()
                .min(Comparator.comparing(distance))
                .map(sample -> Taken.known(id.minus(sample.offset())))
                .orElseGet(() -> Taken.inSomeZone(id));
    }

    private static Optional<Sample> sample(Clue clue) {
        var difference = Duration.between(clue.truth(), clue.id());
        long quarters = Math.round((double) difference.toSeconds() / QUARTER_SECONDS);
        var offset = Duration.ofSeconds(quarters * QUARTER_SECONDS);
        boolean plausible = offset.abs().compareTo(Taken.ANY_ZONE) <= 0
                && difference.minus(offset).abs().compareTo(MOST_APART) <= 0;
        return plausible ? Optional.of(new Sample(clue.id(), offset)) : Optional.empty();
    }

    /**
     * A backup of which both times are known.
     *
     * @param id what its id says, as if in UTC
     * @param truth when it was begun
     */
    record Clue(Instant id, Instant truth) {}

    private record Sample(Instant id, Duration offset) {}
}
