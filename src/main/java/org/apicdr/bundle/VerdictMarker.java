package org.apicdr.bundle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apicdr.subsystem.SubsystemRef;

/**
 * An empty file whose name remembers a verdict, {@code <id>~<time>~<verdict>~<32 hex digits>}.
 *
 * @param id the bundle that was verified
 * @param at when, to the second
 * @param verdict what that came to
 * @param tag proves who wrote this, see {@link org.apicdr.crypto.VerdictMac}
 */
record VerdictMarker(BundleId id, Instant at, Verdict verdict, String tag) {

    /** Of the same second the worse verdict comes first: it is better known for too long than not at all. */
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

    /** What a name says; empty where it is none of these names. */
    static Optional<VerdictMarker> parse(String fileName) {
        var parts = fileName.split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            var marker = new VerdictMarker(
                    new BundleId(parts[0]), BundleId.parseTime(parts[1]), Verdict.fromString(parts[2]), parts[3]);
            return Optional.of(marker).filter(read -> read.fileName().equals(fileName));
        } catch (IllegalArgumentException forged) {
            return Optional.empty();
        }
    }

    /** What the tag is made of: the place, and the name without the tag. */
    static List<String> said(String site, SubsystemRef folder, BundleId id, Instant at, Verdict verdict) {
        return List.of(
                site, folder.namespace(), folder.cluster(), id.value(), BundleId.formatTime(at), verdict.toString());
    }

    List<String> said(String site, SubsystemRef folder) {
        return said(site, folder, id, at, verdict);
    }

    String fileName() {
        return String.join(SEPARATOR, id.value(), BundleId.formatTime(at), verdict.toString(), tag);
    }

    StoredVerdict remembered() {
        return new StoredVerdict(verdict, at);
    }
}
