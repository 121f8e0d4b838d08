package org.apicdr.bundle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apicdr.subsystem.SubsystemRef;

/**
 * An empty file whose name records a verdict, {@code <id>~<time>~<verdict>~<32 hex digits>}.
 *
 * @param id the bundle that was verified
 * @param at when the bundle was verified, to the second
 * @param verdict the verdict
 * @param tag proves that this service wrote the marker, see {@link org.apicdr.crypto.VerdictMac}
 */
record VerdictMarker(BundleId id, Instant at, Verdict verdict, String tag) {

    /** Within the same second the worse verdict comes first, so that a failure is never hidden. */
    static final Comparator<VerdictMarker> NEWEST_FIRST = Comparator.comparing(VerdictMarker::at)
            .thenComparing(VerdictMarker::verdict)
            .reversed();

    private static final String SEPARATOR = "~";

    private static final int PARTS = 4;

    private static final Pattern TAG = Pattern.compile("[0-9a-f]{32}");

    VerdictMarker {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException("not a tag: '%s'".formatted(tag));
        }
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Parses a file name. Returns empty if it is not a verdict marker. */
    static Optional<VerdictMarker> parse(String fileName) {
        var parts = fileName.split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            var marker = new VerdictMarker(
                    new BundleId(parts[0]), BundleId.parseTime(parts[1]), Verdict.fromString(parts[2]), parts[3]);
            return Optional.of(marker).filter(read -> read.fileName().equals(fileName));
        } catch (IllegalArgumentException notAMarker) {
            return Optional.empty();
        }
    }

    /** Returns the fields that the tag authenticates: site, folder, and the name without the tag. */
    static List<String> signedFields(String site, SubsystemRef folder, BundleId id, Instant at, Verdict verdict) {
        return List.of(
                site, folder.namespace(), folder.cluster(), id.value(), BundleId.formatTime(at), verdict.toString());
    }

    List<String> signedFields(String site, SubsystemRef folder) {
        return signedFields(site, folder, id, at, verdict);
    }

    String fileName() {
        return String.join(SEPARATOR, id.value(), BundleId.formatTime(at), verdict.toString(), tag);
    }

    StoredVerdict storedVerdict() {
        return new StoredVerdict(verdict, at);
    }
}
