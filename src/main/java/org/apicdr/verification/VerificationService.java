package org.apicdr.verification;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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
import java.util.function.Supplier;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspection.Finding;
import org.apicdr.bundle.BundleInspection.Finding.Proof;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.OpenedPayload;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.apicdr.bundle.Verdict;
import org.apicdr.bundle.VerdictStore;
import org.apicdr.bundle.VerificationQueue;
import org.apicdr.core.Deadline;
import org.apicdr.core.LogContext;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.jspecify.annotations.Nullable;

/** Verifies a bundle level by level. Levels above {@code authentic} are checked only if the bundle is authentic. */
@ApplicationScoped
public class VerificationService {

    private final OpenableCheck openableCheck;
    private final CompletenessCheck completenessCheck;
    private final CurrentLevelCheck currentLevelCheck;
    private final RestorableCheck restorableCheck;
    private final VerdictStore verdictStore;
    private final SubsystemService subsystemService;
    private final LastVerifications lastVerifications;
    private final MeterRegistry meterRegistry;
    private final Clock clock;

    VerificationService(
            OpenableCheck openableCheck,
            CompletenessCheck completenessCheck,
            CurrentLevelCheck currentLevelCheck,
            RestorableCheck restorableCheck,
            VerdictStore verdictStore,
            SubsystemService subsystemService,
            LastVerifications lastVerifications,
            MeterRegistry meterRegistry,
            Clock clock) {
        this.openableCheck = openableCheck;
        this.completenessCheck = completenessCheck;
        this.currentLevelCheck = currentLevelCheck;
        this.restorableCheck = restorableCheck;
        this.verdictStore = verdictStore;
        this.subsystemService = subsystemService;
        this.lastVerifications = lastVerifications;
        this.meterRegistry = meterRegistry;
        this.clock = clock;
    }

    /**
     * Verifies an inspected bundle and stores the verdict without that on {@code current} and {@code restorable}, since an
     * old bundle is sound although the cluster has changed. A verdict on selected levels is stored only if it is {@code fail}, because
     * it could be mistaken for a verdict on all levels.
     *
     * @param inspection the inspection, which must have opened the {@link VerificationCommand#selection}
     */
    public VerificationReport verify(BundleInspection inspection, VerificationCommand command) {
        return verify(inspection, command, () -> snapshot(inspection.bundle().folder(), command.deadline()), null);
    }

    /**
     * Verifies one of several bundles, as {@link #verify(BundleInspection, VerificationCommand)} does.
     *
     * @param live returns the live subsystem; a {@link org.apicdr.core.ServiceException} tells why it is not compared
     * @param queue the queue that the bundle was taken from; null for a single bundle
     */
    VerificationReport verify(
            BundleInspection inspection,
            VerificationCommand command,
            Supplier<SubsystemSnapshot> live,
            @Nullable VerificationQueue queue) {
        var report = report(inspection, command, live);
        var lasting = VerificationReport.of(
                report.bundleId(),
                report.at(),
                report.checks().stream()
                        .filter(check -> !check.level().dependsOnCluster())
                        .toList(),
                command.requestedLevels());
        if (command.requestedLevels().isEmpty() || lasting.verdict() == Verdict.FAIL) {
            verdictStore.remember(
                    inspection.bundle(), new StoredVerdict(lasting.verdict(), report.at()), queue, command.deadline());
        }
        return report;
    }

    /** Returns the live subsystem. */
    SubsystemSnapshot snapshot(SubsystemRef ref, Deadline deadline) {
        var query = new SubsystemQuery(ref.namespace(), ref.cluster());
        return subsystemService.snapshot(subsystemService.locate(query, deadline), deadline);
    }

    private VerificationReport report(
            BundleInspection bundleInspection, VerificationCommand command, Supplier<SubsystemSnapshot> live) {
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
                        manifest -> checks.addAll(higherLevels(bundleInspection.payload(), manifest, command, live)),
                        () -> levels.stream()
                                .filter(VerificationLevel::needsPayload)
                                .forEach(verificationLevel -> checks.add(
                                        VerificationCheck.skipped(verificationLevel, "The bundle is not authentic."))));
        var report = VerificationReport.of(bundleInspection.bundle().id(), start, checks, command.requestedLevels());
        var took = Duration.between(start, clock.instant())
                .plus(bundleInspection.payload().took());
        record(bundleInspection, report, took);
        lastVerifications.record(bundleInspection.bundle().folder(), report);
        return report;
    }

    private void record(BundleInspection bundleInspection, VerificationReport report, Duration took) {
        Timer.builder("apic.dr.verifications")
                .description("Verifications by verdict")
                .tag("verdict", report.verdict().toString())
                .register(meterRegistry)
                .record(took);
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
                .filter(finding -> finding.check() == Proof.ARCHIVE)
                .map(finding -> check(finding, VerificationLevel.STORED))
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
                .filter(finding -> finding.check() != Proof.ARCHIVE)
                .map(finding -> check(finding, VerificationLevel.AUTHENTIC))
                .forEach(checks::add);
    }

    private static VerificationCheck check(Finding finding, VerificationLevel verificationLevel) {
        return new VerificationCheck(
                finding.check().toString().toLowerCase(Locale.ROOT),
                verificationLevel,
                finding.passed() ? CheckOutcome.PASS : CheckOutcome.FAIL,
                finding.detail(),
                finding.remedy());
    }

    private List<VerificationCheck> higherLevels(
            OpenedPayload opened, Manifest manifest, VerificationCommand command, Supplier<SubsystemSnapshot> live) {
        var levels = command.levels();
        var checks = new ArrayList<VerificationCheck>();
        if (levels.contains(VerificationLevel.OPENABLE)) {
            checks.addAll(openableCheck.check(manifest, opened));
        }
        if (levels.contains(VerificationLevel.COMPLETE)) {
            checks.addAll(completenessCheck.check(manifest, opened.payload()));
        }
        if (levels.contains(VerificationLevel.CURRENT)) {
            checks.addAll(currentLevelCheck.check(manifest, opened.payload(), live));
        }
        if (levels.contains(VerificationLevel.RESTORABLE)) {
            checks.addAll(restorableCheck.check(manifest, opened, command.deadline()));
        }
        return checks;
    }
}
