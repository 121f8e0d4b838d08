package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.problem.RecoveryException;
import org.apicdr.seal.Seals;
import org.apicdr.seal.SigningKey;
import org.apicdr.seal.VerdictTags;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;

/** Makes the names that remember verdicts, and tells them from such as others made up. */
@ApplicationScoped
class VerdictMarkers {

    private final Seals seals;
    private final Installation installation;

    VerdictMarkers(Seals seals, Installation installation) {
        this.seals = seals;
        this.installation = installation;
    }

    VerdictMarker make(StoredBundle bundle, Verdict verdict, Instant at) {
        var said = VerdictMarker.said(installation.site(), bundle.folder(), bundle.id(), at, verdict);
        return new VerdictMarker(
                bundle.id(), at, verdict, seals.signingKey().verdictTags().of(said));
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
            var keys = keys();
            var genuine = names.stream()
                    .flatMap(name -> VerdictMarker.parse(name).stream())
                    .filter(marker -> !marker.at().isAfter(latest))
                    .filter(marker -> genuine(marker, folder, keys))
                    .sorted(VerdictMarker.NEWEST_FIRST)
                    .toList();
            return new Found(genuine, names.size() - genuine.size());
        } catch (RecoveryException e) {
            Log.debugf("remembered verdicts cannot be told from others: %s", e.getMessage());
            return Found.NOTHING;
        }
    }

    private boolean genuine(VerdictMarker marker, SubsystemRef folder, List<VerdictTags> keys) {
        var said = marker.said(installation.site(), folder);
        return keys.stream().anyMatch(key -> key.of(said).equals(marker.tag()));
    }

    /** A new signing key does not forget what the former ones said. */
    private List<VerdictTags> keys() {
        return Stream.concat(Stream.of(seals.signingKey()), seals.formerSigningKeys().stream())
                .map(SigningKey::verdictTags)
                .toList();
    }

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
