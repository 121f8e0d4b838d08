package org.apicdr.crypto;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.crypto.AllowedSigners.Decision.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The keys that may sign bundles, from an allowed_signers file. Decides as {@code ssh-keygen -Y verify -n apic-dr}
 * does.
 */
public final class AllowedSigners {

    public static final AllowedSigners NONE = new AllowedSigners(List.of());

    private final List<AllowedSigner> signers;

    private AllowedSigners(List<AllowedSigner> signers) {
        this.signers = List.copyOf(signers);
    }

    /**
     * Reads ALLOWED SIGNERS of ssh-keygen(1). Certificates and certificate authorities are ignored.
     *
     * @param zone the time zone of times without one
     * @throws IllegalArgumentException if a line is malformed
     */
    public static AllowedSigners read(Path path, ZoneId zone) {
        var file = ConfigFile.read(path);
        var signers = new ArrayList<AllowedSigner>();
        var violations = new ArrayList<String>();
        for (var line : file.lines()) {
            try {
                AllowedSigner.parse(line.text(), zone).ifPresent(signers::add);
            } catch (IllegalArgumentException e) {
                violations.add("line %d of %s is malformed: %s. See ALLOWED SIGNERS in ssh-keygen(1)."
                        .formatted(line.number(), file, e.getMessage()));
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidSettingException(violations);
        }
        return new AllowedSigners(signers);
    }

    /** Returns a copy with another key, which may sign as any principal at any time. */
    public AllowedSigners with(SshPublicKey key) {
        var always = new AllowedSigner(AllowedSigner.PatternList.ANY, AllowedSigner.Options.NONE, key);
        return new AllowedSigners(
                Stream.concat(signers.stream(), Stream.of(always)).toList());
    }

    /** Returns whether the other object allows the same keys under the same conditions. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AllowedSigners that && signers.equals(that.signers);
    }

    @Override
    public int hashCode() {
        return signers.hashCode();
    }

    /** Returns whether a key may sign as a principal at a time. */
    public Decision decide(SshPublicKey key, String principal, Instant at) {
        return signers.stream()
                .filter(signer -> signer.key().equals(key) && !signer.options().certAuthority())
                .map(signer -> decision(signer, principal, at))
                .min(Comparator.comparing(Decision::outcome))
                .orElseGet(() -> unknown(key, principal));
    }

    private static Decision decision(AllowedSigner signer, String principal, Instant at) {
        var outcome = signer.evaluate(principal, at);
        var key = signer.key().fingerprint();
        var detail = switch (outcome) {
            case ALLOWED -> "Signer %s is allowed as %s.".formatted(key, principal);
            case EXPIRED ->
                "Signer %s was allowed until %s, but the bundle is dated %s."
                        .formatted(key, signer.options().validBefore(), at);
            case NOT_YET_VALID ->
                "Signer %s is allowed from %s, but the bundle is dated %s."
                        .formatted(key, signer.options().validAfter(), at);
            case WRONG_NAMESPACE ->
                "Signer %s is allowed in other namespaces, but not in %s.".formatted(key, SshSignature.NAMESPACE);
            case WRONG_PRINCIPAL ->
                "Signer %s is allowed as other principals, but not as %s.".formatted(key, principal);
            case UNKNOWN_SIGNER -> "Signer %s is not known.".formatted(key);
        };
        return new Decision(outcome, detail);
    }

    private static Decision unknown(SshPublicKey key, String principal) {
        var site = principal.split("/", -1)[0];
        return new Decision(
                Outcome.UNKNOWN_SIGNER,
                "Signer %s is not known. If it is one of yours, add this line to allowed_signers: %s"
                        .formatted(key.fingerprint(), key.allowedSignersLine(site)));
    }

    /**
     * A decision.
     *
     * @param detail the decision in a sentence, and how to change it
     */
    public record Decision(Outcome outcome, String detail) {

        /** The outcomes from best to worst. If several lines contain a key, the best outcome counts. */
        public enum Outcome {
            ALLOWED,
            EXPIRED,
            NOT_YET_VALID,
            WRONG_NAMESPACE,
            WRONG_PRINCIPAL,
            UNKNOWN_SIGNER
        }

        public boolean allowed() {
            return outcome == Outcome.ALLOWED;
        }
    }
}
