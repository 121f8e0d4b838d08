package org.apicdr.recovery.point;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.bundle.BundleId;

/** Finds the bundle with the encryption key that was in force when a backup was taken. */
final class EncryptionKeyFinder {

    private final List<BundledEncryptionKey> bundles;
    private final EncryptionKeyComparator keys;
    private final Instant now;
    private final boolean capturing;

    /**
     * @param bundles the keys in the bundles, oldest first
     * @param keys compares the keys with each other and with the key of the live subsystem
     * @param now the current time
     * @param capturing whether the live subsystem is being captured, so that a bundle will contain its key
     */
    EncryptionKeyFinder(
            List<BundledEncryptionKey> bundles, EncryptionKeyComparator keys, Instant now, boolean capturing) {
        this.bundles = bundles;
        this.keys = keys;
        this.now = now;
        this.capturing = capturing;
    }

    /** Returns where the key of a backup is, and how certain that is. */
    KeyMatch find(BackupTimestamp backup) {
        var before = lastBefore(backup.earliest());
        var after = firstAfter(backup.latest());
        if (before.isEmpty()) {
            return unknown(backup, "No bundle contains an encryption key from before the backup.");
        }
        if (after.isEmpty()) {
            return unknown(
                    backup,
                    "No bundle contains an encryption key from after the backup, and the subsystem has no encryption secret now.");
        }
        var same = compare(before.get(), after.get());
        if (same.isEmpty()) {
            return unknown(
                    backup,
                    ("The encryption secrets of %s and of %s cannot be compared: different"
                                    + " signing keys made their fingerprints"
                                    + " (apic-dr.seal.former-signing-key-files).")
                            .formatted(describe(before.get()), describe(after.get())));
        }
        return same.get() ? certain(backup, before.get(), after.get()) : ambiguous(before.get(), after.get());
    }

    private KeyMatch certain(BackupTimestamp backup, KeyOccurrence before, KeyOccurrence after) {
        return new KeyMatch(RecoveryPoint.Key.CERTAIN, nearest(backup, Stream.of(before, after)), List.of());
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

    private KeyMatch unknown(BackupTimestamp backup, String reason) {
        var all = Stream.concat(bundles.stream().map(KeyOccurrence::in), live().stream());
        return new KeyMatch(RecoveryPoint.Key.UNKNOWN, nearest(backup, all), List.of(reason));
    }

    private Optional<Boolean> compare(KeyOccurrence before, KeyOccurrence after) {
        var one = before.bundled();
        var other = after.bundled();
        if (one.isPresent() && other.isPresent()) {
            return keys.same(one.get(), other.get());
        }
        return one.or(() -> other).flatMap(keys::sameAsLive);
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
                .or(this::live);
    }

    private Optional<KeyOccurrence> live() {
        return keys.hasLiveKey() ? Optional.of(new KeyOccurrence(now, Optional.empty())) : Optional.empty();
    }

    /** Returns the occurrence in a bundle that is nearest to a backup; during a capture, the new bundle if it has that key. */
    private List<KeyOccurrence> nearest(BackupTimestamp backup, Stream<KeyOccurrence> occurrences) {
        return occurrences
                .filter(this::inBundle)
                .min(Comparator.comparing(occurrence ->
                        Duration.between(occurrence.at(), backup.at()).abs()))
                .map(this::preferNewBundle)
                .stream()
                .toList();
    }

    /** Returns the occurrence in the bundle that is being captured, if that has the same key, else the given one. */
    private KeyOccurrence preferNewBundle(KeyOccurrence occurrence) {
        boolean same = occurrence.bundled().flatMap(keys::sameAsLive).orElse(false);
        return capturing && same ? live().orElse(occurrence) : occurrence;
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

    /**
     * The result of the search for the encryption key of a backup.
     *
     * @param key how certain the result is
     * @param sightings where the key is, or may be
     * @param reasons why the result is not certain
     */
    record KeyMatch(RecoveryPoint.Key key, List<KeyOccurrence> sightings, List<String> reasons) {

        KeyMatch {
            sightings = List.copyOf(sightings);
            reasons = List.copyOf(reasons);
        }

        /**
         * Returns the bundles that contain the key, or may contain it.
         *
         * @param now the bundle of the live subsystem, if there is one
         */
        List<BundleId> bundles(Optional<BundleId> now) {
            return sightings.stream()
                    .map(occurrence ->
                            occurrence.bundled().map(BundledEncryptionKey::id).or(() -> now))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /**
     * An occurrence of an encryption key in a bundle or in the live subsystem.
     *
     * @param at when the key was in force
     * @param bundled the key in the bundle; empty for the live subsystem
     */
    record KeyOccurrence(Instant at, Optional<BundledEncryptionKey> bundled) {

        static KeyOccurrence in(BundledEncryptionKey bundled) {
            return new KeyOccurrence(bundled.at(), Optional.of(bundled));
        }
    }
}
