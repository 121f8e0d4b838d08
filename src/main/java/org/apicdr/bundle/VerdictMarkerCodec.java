package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SigningKey;
import org.apicdr.crypto.VerdictMac;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;

/** Makes the names that remember verdicts, and tells them from such as others made up. */
@ApplicationScoped
class VerdictMarkerCodec {

    private final SealingKeys sealingKeys;
    private final Installation installation;
    private final Map<SubsystemRef, Checked> checked = new ConcurrentHashMap<>();

    VerdictMarkerCodec(SealingKeys sealingKeys, Installation installation) {
        this.sealingKeys = sealingKeys;
        this.installation = installation;
    }

    VerdictMarker make(StoredBundle bundle, Verdict verdict, Instant at) {
        var said = VerdictMarker.said(installation.site(), bundle.folder(), bundle.id(), at, verdict);
        return new VerdictMarker(
                bundle.id(), at, verdict, sealingKeys.signingKey().verdictTags().of(said));
    }

    /**
     * Looks through the names of a subsystem's folder.
     *
     * @param latest the time that a marker may not be ahead of
     */
    Found look(SubsystemRef folder, List<String> names, Instant latest) {
        if (names.isEmpty()) {
            return Found.NOTHING;
        }
        try {
            var proven = proven(folder, names);
            var genuine = proven.stream()
                    .filter(marker -> !marker.at().isAfter(latest))
                    .sorted(VerdictMarker.NEWEST_FIRST)
                    .toList();
            return new Found(genuine, names.size() - genuine.size());
        } catch (ServiceException e) {
            Log.debugf("remembered verdicts cannot be told from others: %s", e.getMessage());
            return Found.NOTHING;
        }
    }

    /** The markers whose tags are right. A name that was listed before is not checked again until a key changes. */
    private List<VerdictMarker> proven(SubsystemRef folder, List<String> names) {
        var keys = keys();
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

    private Optional<VerdictMarker> check(String name, SubsystemRef folder, List<VerdictMac> tags) {
        return VerdictMarker.parse(name).filter(marker -> {
            var said = marker.said(installation.site(), folder);
            return tags.stream().anyMatch(key -> key.of(said).equals(marker.tag()));
        });
    }

    /** A new signing key does not forget what the former ones said. */
    private List<SigningKey> keys() {
        return Stream.concat(Stream.of(sealingKeys.signingKey()), sealingKeys.formerSigningKeys().stream())
                .toList();
    }

    /**
     * The names of a folder as they were checked when it was last listed.
     *
     * @param signers the fingerprints of the keys that they were checked with
     * @param markers the marker of each name; empty if its tag is wrong
     */
    private record Checked(List<String> signers, Map<String, Optional<VerdictMarker>> markers) {}

    /**
     * What was found in a folder.
     *
     * @param genuine what this service wrote, newest first
     * @param forged how many names are none of its
     */
    record Found(List<VerdictMarker> genuine, int forged) {

        static final Found NOTHING = new Found(List.of(), 0);

        Found {
            genuine = List.copyOf(genuine);
        }
    }
}
