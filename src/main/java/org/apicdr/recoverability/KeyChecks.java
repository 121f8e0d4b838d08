package org.apicdr.recoverability;

import static org.apicdr.recoverability.CheckId.RECIPIENTS;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.apicdr.bundle.Manifest;
import org.apicdr.problem.RecoveryException;
import org.apicdr.seal.Identity;
import org.apicdr.seal.Seals;

/** Whether somebody can still open the bundles on the day that the cluster, and the service's own identity, are gone. */
@ApplicationScoped
class KeyChecks implements Checks {

    private static final String REMEDY = "add a recipient whose identity is kept off the cluster to"
            + " apic-dr.seal.recipients-file, and re-seal or capture";

    private final Seals seals;

    KeyChecks(Seals seals) {
        this.seals = seals;
    }

    @Override
    public List<Check> of(Survey survey) {
        var sealedTo = survey.stock()
                .value()
                .flatMap(BundleStock::manifest)
                .map(Manifest::payload)
                .map(Manifest.PayloadDigest::recipients);
        try {
            return List.of(check(sealedTo.orElseGet(() -> seals.recipients().values()), sealedTo.isPresent()));
        } catch (RecoveryException e) {
            return List.of(Check.fail(RECIPIENTS, String.valueOf(e.getMessage()), "correct the files of apic-dr.seal"));
        }
    }

    private Check check(List<String> recipients, boolean sealed) {
        var own = Set.copyOf(seals.identity().map(Identity::recipients).orElse(List.of()));
        var what = sealed ? "the newest bundle is sealed to" : "a bundle would be sealed to";
        if (own.containsAll(recipients)) {
            return Check.fail(
                    RECIPIENTS,
                    what + " this service's own identity alone: it is lost with the cluster, and the bundle with it",
                    REMEDY);
        }
        if (recipients.size() < 2) {
            return Check.warn(
                    RECIPIENTS, what + " one recipient: whoever loses that identity loses every bundle", REMEDY);
        }
        if (sealed && !Set.copyOf(seals.recipients().values()).equals(Set.copyOf(recipients))) {
            return Check.warn(
                    RECIPIENTS, what + " others than are configured now", "re-seal it, or capture a new bundle");
        }
        return Check.pass(
                RECIPIENTS, "%s %d recipients, one kept elsewhere among them".formatted(what, recipients.size()));
    }
}
