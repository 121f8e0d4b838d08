package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.RECIPIENTS;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.apicdr.bundle.Manifest;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.AgeIdentity;
import org.apicdr.crypto.SealingKeys;

/** Checks that bundles can still be opened after the cluster and the service's own age identity are lost. */
@ApplicationScoped
class KeyChecks implements CheckGroup {

    private static final String REMEDY = "add a recipient whose identity is kept off the cluster to"
            + " apic-dr.seal.recipients-file, and re-seal or capture";

    private final SealingKeys sealingKeys;

    KeyChecks(SealingKeys sealingKeys) {
        this.sealingKeys = sealingKeys;
    }

    @Override
    public List<RecoverabilityCheck> of(RecoverabilityInputs recoverabilityInputs) {
        var sealedTo = recoverabilityInputs
                .stock()
                .value()
                .flatMap(BundleInventory::manifest)
                .map(Manifest::payload)
                .map(Manifest.PayloadDigest::recipients);
        try {
            return List.of(
                    check(sealedTo.orElseGet(() -> sealingKeys.recipients().values()), sealedTo.isPresent()));
        } catch (ServiceException e) {
            return List.of(RecoverabilityCheck.fail(
                    RECIPIENTS, String.valueOf(e.getMessage()), "correct the files of apic-dr.seal"));
        }
    }

    private RecoverabilityCheck check(List<String> recipients, boolean sealed) {
        var own = Set.copyOf(sealingKeys.identity().map(AgeIdentity::recipients).orElse(List.of()));
        var subject = sealed ? "the newest bundle is sealed to" : "a bundle would be sealed to";
        if (own.containsAll(recipients)) {
            return RecoverabilityCheck.fail(
                    RECIPIENTS,
                    subject + " this service's own identity alone: it is lost with the cluster, and the bundle with it",
                    REMEDY);
        }
        if (recipients.size() < 2) {
            return RecoverabilityCheck.warn(
                    RECIPIENTS, subject + " one recipient: whoever loses that identity loses every bundle", REMEDY);
        }
        if (sealed && !Set.copyOf(sealingKeys.recipients().values()).equals(Set.copyOf(recipients))) {
            return RecoverabilityCheck.warn(
                    RECIPIENTS, subject + " others than are configured now", "re-seal it, or capture a new bundle");
        }
        return RecoverabilityCheck.pass(
                RECIPIENTS, "%s %d recipients, one kept elsewhere among them".formatted(subject, recipients.size()));
    }
}
