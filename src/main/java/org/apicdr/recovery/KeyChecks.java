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

    private static final String REMEDY = "Add a recipient whose identity is kept outside the cluster to"
            + " apic-dr.seal.recipients-file, and re-seal the bundle or capture a new one.";

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
                    RECIPIENTS, String.valueOf(e.getMessage()), "Correct the files of apic-dr.seal."));
        }
    }

    private RecoverabilityCheck check(List<String> recipients, boolean sealed) {
        var own = Set.copyOf(sealingKeys.identity().map(AgeIdentity::recipients).orElse(List.of()));
        var subject = sealed ? "The newest bundle is sealed to" : "A bundle would be sealed to";
        if (own.containsAll(recipients)) {
            return RecoverabilityCheck.fail(
                    RECIPIENTS,
                    subject
                            + " this service's own identity alone. If that is lost with the cluster, the"
                            + " bundle is lost too.",
                    REMEDY);
        }
        if (recipients.size() < 2) {
            return RecoverabilityCheck.warn(
                    RECIPIENTS, subject + " one recipient. If that identity is lost, every bundle is lost.", REMEDY);
        }
        if (sealed && !Set.copyOf(sealingKeys.recipients().values()).equals(Set.copyOf(recipients))) {
            return RecoverabilityCheck.warn(
                    RECIPIENTS,
                    subject + " other recipients than are configured now.",
                    "Re-seal it, or capture a new bundle.");
        }
        return RecoverabilityCheck.pass(
                RECIPIENTS,
                "%s %d recipients, at least one of which is kept elsewhere.".formatted(subject, recipients.size()));
    }
}
