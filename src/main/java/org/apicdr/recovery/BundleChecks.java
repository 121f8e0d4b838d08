package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.BUNDLE_AUTHENTIC;
import static org.apicdr.recovery.CheckId.BUNDLE_COMPLETE;
import static org.apicdr.recovery.CheckId.BUNDLE_CURRENT;
import static org.apicdr.recovery.CheckId.BUNDLE_EXISTS;
import static org.apicdr.recovery.CheckId.IDENTITY_CHANGED;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleInspectionCache.Known;
import org.apicdr.bundle.Manifest;
import org.apicdr.core.Sentences;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.CompletenessCheck;

/** Checks that an authentic, complete and current bundle exists. */
@ApplicationScoped
class BundleChecks implements CheckGroup {

    private static final String CAPTURE = "Capture a new bundle.";

    private final CompletenessCheck completenessCheck;

    BundleChecks(CompletenessCheck completenessCheck) {
        this.completenessCheck = completenessCheck;
    }

    @Override
    public List<RecoverabilityCheck> of(RecoverabilityInputs recoverabilityInputs) {
        return recoverabilityInputs
                .stock()
                .match(
                        stock -> checks(recoverabilityInputs, stock),
                        why -> List.of(
                                RecoverabilityCheck.skipped(BUNDLE_EXISTS, SkipReasons.STORE),
                                RecoverabilityCheck.skipped(BUNDLE_AUTHENTIC, SkipReasons.STORE),
                                RecoverabilityCheck.skipped(BUNDLE_COMPLETE, SkipReasons.STORE),
                                RecoverabilityCheck.skipped(BUNDLE_CURRENT, SkipReasons.STORE),
                                RecoverabilityCheck.skipped(IDENTITY_CHANGED, SkipReasons.STORE)));
    }

    private List<RecoverabilityCheck> checks(RecoverabilityInputs recoverabilityInputs, BundleInventory stock) {
        return List.of(
                exists(recoverabilityInputs, stock),
                authentic(stock),
                complete(stock),
                current(recoverabilityInputs),
                identity(recoverabilityInputs, stock));
    }

    private static RecoverabilityCheck exists(RecoverabilityInputs recoverabilityInputs, BundleInventory stock) {
        return stock.listed().isEmpty()
                ? RecoverabilityCheck.fail(
                        BUNDLE_EXISTS, "The store has no bundle of %s.".formatted(recoverabilityInputs.ref()), CAPTURE)
                : RecoverabilityCheck.pass(
                        BUNDLE_EXISTS,
                        "Bundles on the store: %d. The newest is %s."
                                .formatted(
                                        stock.listed().size(),
                                        stock.listed().get(0).id()));
    }

    private static RecoverabilityCheck authentic(BundleInventory stock) {
        var newest = stock.newest().map(Known::inspection);
        if (newest.isEmpty()) {
            return RecoverabilityCheck.skipped(BUNDLE_AUTHENTIC, "There is no bundle. See bundle-exists.");
        }
        if (newest.get().authentic()) {
            return RecoverabilityCheck.pass(
                    BUNDLE_AUTHENTIC,
                    "%s is signed by %s."
                            .formatted(
                                    newest.get().bundle().id(),
                                    newest.get().signer().orElse("")));
        }
        var instead =
                stock.id().map("The newest authentic bundle is %s."::formatted).orElse("No bundle is authentic.");
        return RecoverabilityCheck.fail(
                BUNDLE_AUTHENTIC,
                "%s is not authentic. %s %s"
                        .formatted(
                                newest.get().bundle().id(),
                                Sentences.closed(newest.get().describeFailures()),
                                instead),
                "Find out who changed or planted it, and capture a new bundle.");
    }

    private RecoverabilityCheck complete(BundleInventory stock) {
        return stock.manifest()
                .map(this::complete)
                .orElseGet(() -> RecoverabilityCheck.skipped(BUNDLE_COMPLETE, SkipReasons.BUNDLE));
    }

    private RecoverabilityCheck complete(Manifest manifest) {
        var lacking = completenessCheck.check(manifest, Optional.empty()).stream()
                .filter(verificationCheck -> verificationCheck.outcome() == CheckOutcome.FAIL)
                .map(verificationCheck -> verificationCheck.id() + " " + Sentences.clause(verificationCheck.detail()))
                .collect(Collectors.joining("; "));
        if (!lacking.isEmpty()) {
            return RecoverabilityCheck.fail(
                    BUNDLE_COMPLETE,
                    "%s lacks what a recovery needs: %s.".formatted(manifest.id(), lacking),
                    "Repair the subsystem, and capture a new bundle.");
        }
        return manifest.dirty()
                ? RecoverabilityCheck.warn(
                        BUNDLE_COMPLETE,
                        manifest.id() + " was captured while the subsystem was not healthy.",
                        "Capture a new bundle when the subsystem is healthy.")
                : RecoverabilityCheck.pass(
                        BUNDLE_COMPLETE, manifest.id() + " contains everything that the captured status named.");
    }

    private static RecoverabilityCheck current(RecoverabilityInputs recoverabilityInputs) {
        if (recoverabilityInputs.live().value().isEmpty()) {
            return RecoverabilityCheck.skipped(BUNDLE_CURRENT, SkipReasons.CLUSTER);
        }
        if (recoverabilityInputs.identityChanged()) {
            return RecoverabilityCheck.skipped(
                    BUNDLE_CURRENT, "The bundle is from another installation. See identity-changed.");
        }
        return recoverabilityInputs
                .drift()
                .match(
                        drift -> drift.isEmpty()
                                ? RecoverabilityCheck.pass(
                                        BUNDLE_CURRENT,
                                        "Secrets, endpoints and settings are the same as in the bundle.")
                                : RecoverabilityCheck.fail(
                                        BUNDLE_CURRENT,
                                        "The subsystem differs from the bundle: %s."
                                                .formatted(Sentences.clause(drift.describe())),
                                        CAPTURE),
                        why -> RecoverabilityCheck.skipped(BUNDLE_CURRENT, why));
    }

    private static RecoverabilityCheck identity(RecoverabilityInputs recoverabilityInputs, BundleInventory stock) {
        if (recoverabilityInputs.live().value().isEmpty()) {
            return RecoverabilityCheck.skipped(IDENTITY_CHANGED, SkipReasons.CLUSTER);
        }
        if (stock.manifest().isEmpty()) {
            return RecoverabilityCheck.skipped(IDENTITY_CHANGED, SkipReasons.BUNDLE);
        }
        return recoverabilityInputs.identityChanged()
                ? RecoverabilityCheck.fail(
                        IDENTITY_CHANGED,
                        "The subsystem is another installation than the one in %s."
                                .formatted(stock.id().orElseThrow()),
                        "If the subsystem was rebuilt on purpose, capture it with \"adopt\": true. A"
                                + " recovered one has spec.originalUID.")
                : RecoverabilityCheck.pass(IDENTITY_CHANGED, "The subsystem is the installation that was captured.");
    }
}
