package org.apicdr.recovery.point;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.backup.BackupTimestamp;

/** Finds the bundle with the encryption key that was in force when a backup was taken. */
final class EncryptionKeyFinder {

    private final List<BundledEncryptionKey> bundles;
    private final CurrentEncryptionKey live;
    private final EncryptionKeyComparator comparison;
    private final boolean capturing;

    /**
     * @param bundles the keys in the bundles, oldest first
     * @param capturing whether the live subsystem is being captured, so that a bundle will contain its key
     */
    EncryptionKeyFinder(
            List<BundledEncryptionKey> bundles,
            CurrentEncryptionKey live,
            EncryptionKeyComparator comparison,
            boolean capturing) {
        this.bundles = bundles;
        this.live = live;
        this.comparison = comparison;
        this.capturing = capturing;
    }

    KeyMatch of(BackupTimestamp backupTimestamp) {
        var before = lastBefore(backupTimestamp.earliest());
        var after = firstAfter(backupTimestamp.latest());
        if (before.isEmpty()) {
            return unknown(backupTimestamp, "No bundle contains an encryption key from before the backup.");
        }
        if (after.isEmpty()) {
            return unknown(
                    backupTimestamp,
                    "No bundle contains an encryption key from after the backup, and the subsystem has no encryption secret now.");
        }
        var same = compare(before.get(), after.get());
        if (same.isEmpty()) {
            return unknown(
                    backupTimestamp,
                    ("The encryption secrets of %s and of %s cannot be compared: different"
                                    + " signing keys made their fingerprints"
                                    + " (apic-dr.seal.former-signing-key-files).")
                            .formatted(describe(before.get()), describe(after.get())));
        }
        return same.get() ? certain(backupTimestamp, before.get(), after.get()) : ambiguous(before.get(), after.get());
    }

    private KeyMatch certain(BackupTimestamp backupTimestamp, KeyOccurrence before, KeyOccurrence after) {
        return new KeyMatch(RecoveryPoint.Key.CERTAIN, nearest(backupTimestamp, Stream.of(before, after)), List.of());
    }

    private KeyMatch ambiguous(KeyOccurrence before, KeyOccurrence after) {
        var named = Stream.of(before, after).filter(this::inBundle).toList();
        var reason = inBundle(after)
                ? "The encryption secret was changed between %s and %s. It is unknown whether"
                        + " that was before or after the backup."
                : "The encryption secret was changed since %s: %s has another one, which is in"
                        + " no bundle. Capture a bundle.";
        return new KeyMatch(
                RecoveryPoint.Key.AMBIGUOUS, named, List.of(reason.formatted(describe(before), describe(after))));
    }

    private KeyMatch unknown(BackupTimestamp backupTimestamp, String reason) {
        var all = Stream.concat(bundles.stream().map(KeyOccurrence::in), now().stream());
        return new KeyMatch(RecoveryPoint.Key.UNKNOWN, nearest(backupTimestamp, all), List.of(reason));
    }

    private Optional<Boolean> compare(KeyOccurrence before, KeyOccurrence after) {
        var one = before.bundled();
        var other = after.bundled();
        if (one.isPresent() && other.isPresent()) {
            return comparison.same(one.get(), other.get());
        }
        return one.or(() -> other).flatMap(comparison::sameAsLive);
    }

    private Optional<KeyOccurrence> lastBefore(Instant time) {
        return bundles.stream()
                .filter(key -> !key.at().isAfter(time))
                .max(BundledEncryptionKey.OLDEST_FIRST)
                .map(KeyOccurrence::in);
    }

    private Optional<KeyOccurrence> firstAfter(Instant time) {
        return bundles.stream()
                .filter(key -> !key.at().isBefore(time))
                .min(BundledEncryptionKey.OLDEST_FIRST)
                .map(KeyOccurrence::in)
                .or(this::now);
    }

    private Optional<KeyOccurrence> now() {
        return live.isKnown() ? Optional.of(new KeyOccurrence(live.at(), Optional.empty())) : Optional.empty();
    }

    /** Returns the occurrence in a bundle that is nearest to a backup. */
    private List<KeyOccurrence> nearest(BackupTimestamp backupTimestamp, Stream<KeyOccurrence> occurrences) {
        return occurrences
                .filter(this::inBundle)
                .min(Comparator.comparing(occurrence ->
                        Duration.between(occurrence.at(), backupTimestamp.at()).abs()))
                .stream()
                .toList();
    }

    private boolean inBundle(KeyOccurrence occurrence) {
        return occurrence.bundled().isPresent() || capturing;
    }

    private String describe(KeyOccurrence occurrence) {
        return occurrence
                .bundled()
                .map(bundled -> "bundle " + bundled.id())
                .orElse(capturing ? "this bundle" : "the live subsystem");
    }
}
