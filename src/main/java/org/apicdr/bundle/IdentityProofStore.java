package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apicdr.core.Deadline;
import org.apicdr.crypto.MarkerMac;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SigningKey;
import org.apicdr.subsystem.Installation;

/**
 * Keeps on the store when the identity of each age recipient was shown to exist. A proof is an empty file named
 * {@code <recipient>~<time>~<32 hex digits>}. The digits are a tag of this service, so that a file of another account
 * with write access to the store is not a proof. Anyone with that access can remove proofs.
 */
@ApplicationScoped
public class IdentityProofStore {

    private static final String SEPARATOR = "~";

    private static final int PARTS = 3;

    /** A proof that is further in the future was made while the clock was wrong, and would never be superseded. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final BundleStore store;
    private final SealingKeys sealingKeys;
    private final Installation installation;
    private final Clock clock;

    IdentityProofStore(BundleStore store, SealingKeys sealingKeys, Installation installation, Clock clock) {
        this.store = store;
        this.sealingKeys = sealingKeys;
        this.installation = installation;
        this.clock = clock;
    }

    /** Stores that the identity of a recipient was shown to exist at a time, to the second. */
    public void remember(String recipient, Instant provenAt, Deadline deadline) {
        var time = BundleId.formatTime(provenAt);
        var tag = tag(sealingKeys.signingKey().identityProofTags(), recipient, time);
        store.rememberIdentityProof(String.join(SEPARATOR, recipient, time, tag), deadline);
    }

    /** Returns when each recipient's identity was last shown to exist. A recipient without a proof is absent. */
    public Map<String, Instant> lastProofs(Deadline deadline) {
        var latest = clock.instant().plus(CLOCK_TOLERANCE);
        var tags = sealingKeys.signingKeys().stream()
                .map(SigningKey::identityProofTags)
                .toList();
        return store.identityProofs(deadline).stream()
                .flatMap(name -> genuine(name, tags).stream())
                .filter(proof -> !proof.at().isAfter(latest))
                .collect(Collectors.toUnmodifiableMap(
                        Proof::recipient, Proof::at, (one, other) -> one.isAfter(other) ? one : other));
    }

    private Optional<Proof> genuine(String name, List<MarkerMac> tags) {
        var parts = name.split(SEPARATOR, -1);
        if (parts.length != PARTS
                || tags.stream().noneMatch(key -> tag(key, parts[0], parts[1]).equals(parts[2]))) {
            return Optional.empty();
        }
        return Optional.of(new Proof(parts[0], BundleId.parseTime(parts[1])));
    }

    private String tag(MarkerMac key, String recipient, String time) {
        return key.of(List.of(installation.site(), recipient, time));
    }

    private record Proof(String recipient, Instant at) {}
}
