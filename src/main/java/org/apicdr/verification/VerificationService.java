package org.apicdr.verification;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.apicdr.bundle.AuthenticityFinding;
import org.apicdr.bundle.AuthenticityFinding.Proof;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.apicdr.bundle.Verdict;
import org.apicdr.bundle.VerdictStore;
import org.apicdr.core.LogContext;

/** Verifies a bundle level by level. Levels above {@code authentic} are checked only if the bundle is authentic. */
@ApplicationScoped
public class VerificationService {

    private final OpenableCheck openableCheck;
    private final CompletenessCheck completenessCheck;
    private final CurrentLevelCheck currentLevelCheck;
    private final VerdictStore verdictStore;
    private final VerificationMetrics metrics;
    private final Clock clock;

    VerificationService(
            OpenableCheck openableCheck,
            CompletenessCheck completenessCheck,
            CurrentLevelCheck currentLevelCheck,
            VerdictStore verdictStore,
            VerificationMetrics metrics,
            Clock clock) {
        this.openableCheck = openableCheck;
        this.completenessCheck = completenessCheck;
        this.currentLevelCheck = currentLevelCheck;
        this.verdictStore = verdictStore;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Verifies an inspected bundle and stores the verdict. A verdict on selected levels is stored only if it is {@code fail},
     * because it could be mistaken for a verdict on all levels.
     */
    public VerificationReport verify(BundleInspection bundleInspection, VerificationCommand command) {
        var report = report(bundleInspection, command);
        if (command.askedFor().isEmpty() || report.verdict() == Verdict.FAIL) {
            remember(bundleInspection.bundle(), new StoredVerdict(report.verdict(), report.at()), command);
        }
        return report;
    }

    private void remember(StoredBundle bundle, StoredVerdict verdict, VerificationCommand command) {
        var verificationQueue = command.backlog();
        if (verificationQueue == null) {
            verdictStore.remember(bundle, verdict, command.deadline());
        } else {
            verdictStore.remember(bundle, verdict, verificationQueue, command.deadline());
        }
    }

    private VerificationReport report(BundleInspection bundleInspection, VerificationCommand command) {
        var start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var levels = command.levels();
        var checks = new ArrayList<VerificationCheck>();
        stored(bundleInspection, checks);
        if (!levels.equals(EnumSet.of(VerificationLevel.STORED))) {
            authentic(bundleInspection, checks);
        }
        bundleInspection
                .trusted()
                .map(ManifestFile::manifest)
                .ifPresentOrElse(
                        manifest -> checkHigherLevels(bundleInspection, manifest, command, checks),
                        () -> levels.stream()
                                .filter(verificationLevel ->
                                        verificationLevel.compareTo(VerificationLevel.AUTHENTIC) > 0)
                                .forEach(verificationLevel -> checks.add(
                                        VerificationCheck.skipped(verificationLevel, "The bundle is not authentic."))));
        var report = VerificationReport.of(bundleInspection.bundle().id(), start, checks, command.askedFor());
        log(bundleInspection, report, Duration.between(start, clock.instant()));
        return report;
    }

    private void log(BundleInspection bundleInspection, VerificationReport report, Duration took) {
        metrics.record(report.verdict(), took);
        var bundle = bundleInspection.bundle();
        long millis = took.toMillis();
        var fields = new HashMap<String, Object>();
        fields.put("bundleId", bundle.id());
        fields.put("verdict", report.verdict());
        fields.put("sizeBytes", bundle.sizeBytes());
        fields.put("durationMillis", millis);
        var secrets = bundleInspection.trusted().map(file -> secrets(file.manifest()));
        secrets.ifPresent(count -> fields.put("secrets", count));
        var secretsText = secrets.map(count -> count + " secrets").orElse("secrets unknown");
        LogContext.withFields(
                fields,
                () -> Log.infof(
                        "Verified %s: %s, %s, %d bytes, %d ms",
                        bundle.id(), report.verdict(), secretsText, bundle.sizeBytes(), millis));
    }

    private static int secrets(Manifest manifest) {
        return manifest.subsystems().stream()
                .mapToInt(subsystem -> subsystem.secrets().size())
                .sum();
    }

    private static void stored(BundleInspection bundleInspection, List<VerificationCheck> checks) {
        bundleInspection.findings().stream()
                .filter(authenticityFinding -> authenticityFinding.check() == Proof.ARCHIVE)
                .map(authenticityFinding -> check(authenticityFinding, VerificationLevel.STORED))
                .forEach(checks::add);
    }

    private static void authentic(BundleInspection bundleInspection, List<VerificationCheck> checks) {
        if (!bundleInspection.whole()) {
            checks.add(VerificationCheck.fail(
                    "signature",
                    VerificationLevel.AUTHENTIC,
                    "The file is not complete and canonical, so it is not the signed file. "
                            + bundleInspection.describeFailures(),
                    "Do not use this bundle."));
        }
        bundleInspection.findings().stream()
                .filter(authenticityFinding -> authenticityFinding.check() != Proof.ARCHIVE)
                .map(authenticityFinding -> check(authenticityFinding, VerificationLevel.AUTHENTIC))
                .forEach(checks::add);
    }

    private static VerificationCheck check(
            AuthenticityFinding authenticityFinding, VerificationLevel verificationLevel) {
        return new VerificationCheck(
                authenticityFinding.check().toString().toLowerCase(Locale.ROOT),
                verificationLevel,
                authenticityFinding.passed() ? CheckOutcome.PASS : CheckOutcome.FAIL,
                authenticityFinding.detail(),
                authenticityFinding.remedy());
    }

    private void checkHigherLevels(
            BundleInspection bundleInspection,
            Manifest manifest,
            VerificationCommand command,
            List<VerificationCheck> checks) {
        var levels = command.levels();
        var opened = bundleInspection.payload();
        if (levels.contains(VerificationLevel.OPENABLE)) {
            checks.addAll(openableCheck.check(manifest, opened));
        }
        if (levels.contains(VerificationLevel.COMPLETE)) {
            checks.addAll(completenessCheck.check(manifest, opened.payload()));
        }
        if (levels.contains(VerificationLevel.CURRENT)) {
            checks.addAll(currentLevelCheck.check(manifest, opened.payload(), command.live()));
        }
        if (levels.contains(VerificationLevel.RESTORABLE)) {
            checks.add(VerificationCheck.skipped(VerificationLevel.RESTORABLE, "Not available in this version."));
        }
    }
}
