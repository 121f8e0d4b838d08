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
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.CompletenessCheck;

/** Checks that an authentic, complete and current bundle exists. */
@ApplicationScoped
class BundleChecks implements CheckGroup {

    private static final String CAPTURE = "capture a new bundle";

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
                        BUNDLE_EXISTS, "the store holds no bundle of " + recoverabilityInputs.ref(), CAPTURE)
                : RecoverabilityCheck.pass(
                        BUNDLE_EXISTS,
                        "listed: %d, the newest is %s"
                                .formatted(
                                        stock.listed().size(),
                                        stock.listed().get(0).id()));
    }

    private static RecoverabilityCheck authentic(BundleInventory stock) {
        var newest = stock.newest().map(Known::inspection);
        if (newest.isEmpty()) {
            return RecoverabilityCheck.skipped(BUNDLE_AUTHENTIC, "there is no bundle, see bundle-exists");
        }
        if (newest.get().authentic()) {
            return RecoverabilityCheck.pass(
                    BUNDLE_AUTHENTIC,
                    "%s is signed by %s"
                            .formatted(
                                    newest.get().bundle().id(),
                                    newest.get().signer().orElse("")));
        }
        var instead =
                stock.id().map("the newest that is authentic is %s"::formatted).orElse("none of them is authentic");
        return RecoverabilityCheck.fail(
                BUNDLE_AUTHENTIC,
                "%s is not what was signed: %s; %s"
                        .formatted(newest.get().bundle().id(), newest.get().doubts(), instead),
                "find out who changed or planted it, and capture a new bundle");
    }

    private RecoverabilityCheck complete(BundleInventory stock) {
        return stock.manifest()
                .map(this::complete)
                .orElseGet(() -> RecoverabilityCheck.skipped(BUNDLE_COMPLETE, SkipReasons.BUNDLE));
    }

    private RecoverabilityCheck complete(Manifest manifest) {
        var lacking = completenessCheck.check(manifest, Optional.empty()).stream()
                .filter(verificationCheck -> verificationCheck.outcome() == CheckOutcome.FAIL)
                .map(verificationCheck -> verificationCheck.id() + " " + verificationCheck.detail())
                .collect(Collectors.joining("; "));
        if (!lacking.isEmpty()) {
            return RecoverabilityCheck.fail(
                    BUNDLE_COMPLETE,
                    "%s lacks what recovery needs: %s".formatted(manifest.id(), lacking),
                    "mend the subsystem and capture a new bundle");
        }
        return manifest.dirty()
                ? RecoverabilityCheck.warn(
                        BUNDLE_COMPLETE,
                        manifest.id() + " was captured while the subsystem was not healthy",
                        "capture a new bundle once it is healthy")
                : RecoverabilityCheck.pass(
                        BUNDLE_COMPLETE, manifest.id() + " holds all that the captured status named");
    }

    private static RecoverabilityCheck current(RecoverabilityInputs recoverabilityInputs) {
        if (recoverabilityInputs.live().value().isEmpty()) {
            return RecoverabilityCheck.skipped(BUNDLE_CURRENT, SkipReasons.CLUSTER);
        }
        if (recoverabilityInputs.identityChanged()) {
            return RecoverabilityCheck.skipped(
                    BUNDLE_CURRENT, "the bundle is of another installation, see identity-changed");
        }
        return recoverabilityInputs
                .drift()
                .match(
                        drift -> drift.isEmpty()
                                ? RecoverabilityCheck.pass(
                                        BUNDLE_CURRENT, "secrets, endpoints and settings are those of the bundle")
                                : RecoverabilityCheck.fail(BUNDLE_CURRENT, drift.words(), CAPTURE),
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
                        "the subsystem is another installation than the one in %s"
                                .formatted(stock.id().orElseThrow()),
                        "if it was meant to be built anew, capture it with \"adopt\": true; a recovered one carries"
                                + " spec.originalUID")
                : RecoverabilityCheck.pass(IDENTITY_CHANGED, "it is the installation that was captured");
    }
}
