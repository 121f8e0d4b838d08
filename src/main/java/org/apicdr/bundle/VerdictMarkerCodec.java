package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.MarkerMac;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SigningKey;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;

/** Creates verdict markers and distinguishes genuine markers from forged ones. */
@ApplicationScoped
class VerdictMarkerCodec {

    private final SealingKeys sealingKeys;
    private final Installation installation;
    private final Map<SubsystemRef, Checked> checked = FolderListingCache.bounded(Checked::size);

    VerdictMarkerCodec(SealingKeys sealingKeys, Installation installation) {
        this.sealingKeys = sealingKeys;
        this.installation = installation;
    }

    VerdictMarker make(StoredBundle bundle, Verdict verdict, Instant at) {
        var fields = VerdictMarker.signedFields(installation.site(), bundle.folder(), bundle.id(), at, verdict);
        return new VerdictMarker(
                bundle.id(), at, verdict, sealingKeys.signingKey().verdictTags().of(fields));
    }

    /**
     * Checks the names of the markers in a subsystem's folder.
     *
     * @param latest the latest accepted time; later markers count as forged
     */
    Found read(SubsystemRef folder, List<String> names, Instant latest) {
        if (names.isEmpty()) {
            return Found.NOTHING;
        }
        try {
            var signed = findSigned(folder, names);
            var genuine = signed.stream()
                    .filter(marker -> !marker.at().isAfter(latest))
                    .sorted(VerdictMarker.NEWEST_FIRST)
                    .toList();
            return new Found(genuine, names.size() - genuine.size());
        } catch (ServiceException e) {
            Log.debugf("Verdict markers could not be checked: %s", e.getMessage());
            return Found.NOTHING;
        }
    }

    /** Returns the markers with a valid tag. A name that was listed before is not checked again until a key changes. */
    private List<VerdictMarker> findSigned(SubsystemRef folder, List<String> names) {
        var keys = sealingKeys.signingKeys();
        var signers = keys.stream().map(SigningKey::toString).toList();
        var before = checked.get(folder);
        var known = before == null || !before.signers().equals(signers)
                ? Map.<String, Optional<VerdictMarker>>of()
                : before.markers();
        var tags = keys.stream().map(SigningKey::verdictTags).toList();
        var markers = new HashMap<String, Optional<VerdictMarker>>();
        for (var name : names) {
            var marker = known.get(name);
            markers.put(name, marker == null ? check(name, folder, tags) : marker);
        }
        checked.put(folder, new Checked(signers, markers));
        return markers.values().stream().flatMap(Optional::stream).toList();
    }

    private Optional<VerdictMarker> check(String name, SubsystemRef folder, List<MarkerMac> tags) {
        return VerdictMarker.parse(name).filter(marker -> {
            var fields = marker.signedFields(installation.site(), folder);
            return tags.stream().anyMatch(key -> key.of(fields).equals(marker.tag()));
        });
    }

    /**
     * The results of checking the names of a folder.
     *
     * @param signers the fingerprints of the keys used for the check
     * @param markers the marker of each name; empty if its tag is wrong
     */
    private record Checked(List<String> signers, Map<String, Optional<VerdictMarker>> markers) {

        int size() {
            return markers.size();
        }
    }

    /**
     * The markers in a folder.
     *
     * @param genuine the markers that this service wrote, newest first
     * @param forged the number of other names
     */
    record Found(List<VerdictMarker> genuine, int forged) {

        static final Found NOTHING = new Found(List.of(), 0);

        Found {
            genuine = List.copyOf(genuine);
        }
    }

    /**
     * An empty file whose name records a verdict, {@code <id>~<time>~<verdict>~<32 hex digits>}.
     *
     * @param id the bundle that was verified
     * @param at when the bundle was verified, to the second
     * @param verdict the verdict
     * @param tag proves that this service wrote the marker, see {@link MarkerMac}
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
                    site,
                    folder.namespace(),
                    folder.cluster(),
                    id.value(),
                    BundleId.formatTime(at),
                    verdict.toString());
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
}
