package org.apicdr.recoverypoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.backup.Taken;

/** Finds out which bundle holds the encryption key that was in force when a backup was taken. */
final class KeySearch {

    private final List<BundledKey> bundles;
    private final LiveKey live;
    private final KeyComparison comparison;
    private final boolean capturing;

    /**
     * @param bundles what the bundles hold, oldest first
     * @param capturing whether the subsystem of now is being captured, so that a bundle will hold its key
     */
    KeySearch(List<BundledKey> bundles, LiveKey live, KeyComparison comparison, boolean capturing) {
        this.bundles = bundles;
        this.live = live;
        this.comparison = comparison;
        this.capturing = capturing;
    }

    KeyFinding of(Taken taken) {
        var before = lastBefore(taken.earliest());
        var after = firstAfter(taken.latest());
        if (before.isEmpty()) {
            return unknown(taken, "no bundle holds what was captured before it");
        }
        if (after.isEmpty()) {
            return unknown(taken, "nothing was captured after it, and the subsystem has no encryption secret now");
        }
        var same = compare(before.get(), after.get());
        if (same.isEmpty()) {
            return unknown(
                    taken,
                    "the encryption secrets of %s and of %s cannot be compared: different signing keys made their fingerprints (apic-dr.seal.former-signing-key-files)"
                            .formatted(words(before.get()), words(after.get())));
        }
        return same.get() ? certain(taken, before.get(), after.get()) : ambiguous(before.get(), after.get());
    }

    private KeyFinding certain(Taken taken, KeySighting before, KeySighting after) {
        return new KeyFinding(RecoveryPoint.Key.CERTAIN, nearest(taken, Stream.of(before, after)), List.of());
    }

    private KeyFinding ambiguous(KeySighting before, KeySighting after) {
        var named = Stream.of(before, after).filter(this::held).toList();
        var reason = held(after)
                ? "the encryption secret was changed between %s and %s, and it is not known whether before or after the backup"
                : "the encryption secret was changed since %s: %s has another, which no bundle holds; capture one";
        return new KeyFinding(
                RecoveryPoint.Key.AMBIGUOUS, named, List.of(reason.formatted(words(before), words(after))));
    }

    private KeyFinding unknown(Taken taken, String reason) {
        var all = Stream.concat(bundles.stream().map(KeySighting::in), now().stream());
        return new KeyFinding(RecoveryPoint.Key.UNKNOWN, nearest(taken, all), List.of(reason));
    }

    private Optional<Boolean> compare(KeySighting before, KeySighting after) {
        var one = before.bundled();
        var other = after.bundled();
        if (one.isPresent() && other.isPresent()) {
            return comparison.same(one.get(), other.get());
        }
        return one.or(() -> other).flatMap(comparison::sameAsLive);
    }

    private Optional<KeySighting> lastBefore(Instant time) {
        return bundles.stream()
                .filter(key -> !key.at().isAfter(time))
                .max(BundledKey.OLDEST_FIRST)
                .map(KeySighting::in);
    }

    private Optional<KeySighting> firstAfter(Instant time) {
        return bundles.stream()
                .filter(key -> !key.at().isBefore(time))
                .min(BundledKey.OLDEST_FIRST)
                .map(KeySighting::in)
                .or(this::now);
    }

    private Optional<KeySighting> now() {
        return live.isKnown() ? Optional.of(new KeySighting(live.at(), Optional.empty())) : Optional.empty();
    }

    /** Of those that a bundle holds, the nearest to a backup. */
    private List<KeySighting> nearest(Taken taken, Stream<KeySighting> sightings) {
        return sightings
                .filter(this::held)
                .min(Comparator.comparing(
                        sighting -> Duration.between(sighting.at(), taken.at()).abs()))
                .stream()
                .toList();
    }

    private boolean held(KeySighting sighting) {
        return sighting.bundled().isPresent() || capturing;
    }

    private String words(KeySighting sighting) {
        return sighting.bundled()
                .map(bundled -> "bundle " + bundled.id())
                .orElse(capturing ? "this bundle" : "the subsystem as it is now");
    }
}
