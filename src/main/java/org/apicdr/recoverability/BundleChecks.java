package org.apicdr.recoverability;

import static org.apicdr.recoverability.CheckId.BUNDLE_AUTHENTIC;
import static org.apicdr.recoverability.CheckId.BUNDLE_COMPLETE;
import static org.apicdr.recoverability.CheckId.BUNDLE_CURRENT;
import static org.apicdr.recoverability.CheckId.BUNDLE_EXISTS;
import static org.apicdr.recoverability.CheckId.IDENTITY_CHANGED;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apicdr.bundle.KnownBundles.Known;
import org.apicdr.bundle.Manifest;
import org.apicdr.verification.Completeness;
import org.apicdr.verification.Outcome;

/** What the procedure has an operator save is in a bundle, and the bundle is as good as it must be. */
@ApplicationScoped
class BundleChecks implements Checks {

    private static final String CAPTURE = "capture a new bundle";

    private final Completeness completeness;

    BundleChecks(Completeness completeness) {
        this.completeness = completeness;
    }

    @Override
    public List<Check> of(Survey survey) {
        return survey.stock()
                .match(
                        stock -> checks(survey, stock),
                        why -> List.of(
                                Check.skipped(BUNDLE_EXISTS, Unseen.STORE),
                                Check.skipped(BUNDLE_AUTHENTIC, Unseen.STORE),
                                Check.skipped(BUNDLE_COMPLETE, Unseen.STORE),
                                Check.skipped(BUNDLE_CURRENT, Unseen.STORE),
                                Check.skipped(IDENTITY_CHANGED, Unseen.STORE)));
    }

    private List<Check> checks(Survey survey, BundleStock stock) {
        return List.of(
                exists(survey, stock), authentic(stock), complete(stock), current(survey), identity(survey, stock));
    }

    private static Check exists(Survey survey, BundleStock stock) {
        return stock.listed().isEmpty()
                ? Check.fail(BUNDLE_EXISTS, "the store holds no bundle of " + survey.ref(), CAPTURE)
                : Check.pass(
                        BUNDLE_EXISTS,
                        "listed: %d, the newest is %s"
                                .formatted(
                                        stock.listed().size(),
                                        stock.listed().get(0).id()));
    }

    private static Check authentic(BundleStock stock) {
        var newest = stock.newest().map(Known::inspection);
        if (newest.isEmpty()) {
            return Check.skipped(BUNDLE_AUTHENTIC, "there is no bundle, see bundle-exists");
        }
        if (newest.get().authentic()) {
            return Check.pass(
                    BUNDLE_AUTHENTIC,
                    "%s is signed by %s"
                            .formatted(
                                    newest.get().bundle().id(),
                                    newest.get().signer().orElse("")));
        }
        var instead =
                stock.id().map("the newest that is authentic is %s"::formatted).orElse("none of them is authentic");
        return Check.fail(
                BUNDLE_AUTHENTIC,
                "%s is not what was signed: %s; %s"
                        .formatted(newest.get().bundle().id(), newest.get().doubts(), instead),
                "find out who changed or planted it, and capture a new bundle");
    }

    private Check complete(BundleStock stock) {
        return stock.manifest().map(this::complete).orElseGet(() -> Check.skipped(BUNDLE_COMPLETE, Unseen.BUNDLE));
    }

    private Check complete(Manifest manifest) {
        var lacking = completeness.check(manifest, Optional.empty()).stream()
                .filter(check -> check.outcome() == Outcome.FAIL)
                .map(check -> check.id() + " " + check.detail())
                .collect(Collectors.joining("; "));
        if (!lacking.isEmpty()) {
            return Check.fail(
                    BUNDLE_COMPLETE,
                    "%s lacks what recovery needs: %s".formatted(manifest.id(), lacking),
                    "mend the subsystem and capture a new bundle");
        }
        return manifest.dirty()
                ? Check.warn(
                        BUNDLE_COMPLETE,
                        manifest.id() + " was captured while the subsystem was not healthy",
                        "capture a new bundle once it is healthy")
                : Check.pass(BUNDLE_COMPLETE, manifest.id() + " holds all that the captured status named");
    }

    private static Check current(Survey survey) {
        if (survey.live().value().isEmpty()) {
            return Check.skipped(BUNDLE_CURRENT, Unseen.CLUSTER);
        }
        if (survey.identityChanged()) {
            return Check.skipped(BUNDLE_CURRENT, "the bundle is of another installation, see identity-changed");
        }
        return survey.drift()
                .match(
                        drift -> drift.isEmpty()
                                ? Check.pass(BUNDLE_CURRENT, "secrets, endpoints and settings are those of the bundle")
                                : Check.fail(BUNDLE_CURRENT, drift.words(), CAPTURE),
                        why -> Check.skipped(BUNDLE_CURRENT, why));
    }

    private static Check identity(Survey survey, BundleStock stock) {
        if (survey.live().value().isEmpty()) {
            return Check.skipped(IDENTITY_CHANGED, Unseen.CLUSTER);
        }
        if (stock.manifest().isEmpty()) {
            return Check.skipped(IDENTITY_CHANGED, Unseen.BUNDLE);
        }
        return survey.identityChanged()
                ? Check.fail(
                        IDENTITY_CHANGED,
                        "the subsystem is another installation than the one in %s"
                                .formatted(stock.id().orElseThrow()),
                        "if it was meant to be built anew, capture it with \"adopt\": true; a recovered one carries"
                                + " spec.originalUID")
                : Check.pass(IDENTITY_CHANGED, "it is the installation that was captured");
    }
}
