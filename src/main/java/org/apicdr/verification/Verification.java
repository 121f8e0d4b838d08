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
import org.apicdr.bundle.Finding;
import org.apicdr.bundle.Finding.Proof;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.RememberedVerdict;
import org.apicdr.bundle.RememberedVerdicts;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.Verdict;
import org.apicdr.log.LogFields;

/** Proves a bundle, level by level; what lies beyond {@code authentic} only once that passed. */
@ApplicationScoped
class Verification {

    private final PayloadOpening opening;
    private final Completeness completeness;
    private final Currency currency;
    private final RememberedVerdicts memory;
    private final VerificationMetrics metrics;
    private final Clock clock;

    Verification(
            PayloadOpening opening,
            Completeness completeness,
            Currency currency,
            RememberedVerdicts memory,
            VerificationMetrics metrics,
            Clock clock) {
        this.opening = opening;
        this.completeness = completeness;
        this.currency = currency;
        this.memory = memory;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Verifies what was read, and has the verdict remembered. That on some levels alone is not, unless the bundle fails:
     * it would pass for a verdict on the whole.
     */
    VerificationReport verify(Inspection inspection, VerificationOrder order) {
        var report = report(inspection, order);
        if (order.askedFor().isEmpty() || report.verdict() == Verdict.FAIL) {
            remember(inspection.bundle(), new RememberedVerdict(report.verdict(), report.at()), order);
        }
        return report;
    }

    private void remember(StoredBundle bundle, RememberedVerdict verdict, VerificationOrder order) {
        var backlog = order.backlog();
        if (backlog == null) {
            memory.remember(bundle, verdict, order.deadline());
        } else {
            memory.remember(bundle, verdict, backlog, order.deadline());
        }
    }

    private VerificationReport report(Inspection inspection, VerificationOrder order) {
        var start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var levels = order.levels();
        var checks = new ArrayList<Check>();
        stored(inspection, checks);
        if (!levels.equals(EnumSet.of(Level.STORED))) {
            authentic(inspection, checks);
        }
        inspection
                .trusted()
                .map(ManifestFile::manifest)
                .ifPresentOrElse(
                        manifest -> beyond(inspection, manifest, order, checks),
                        () -> levels.stream()
                                .filter(level -> level.compareTo(Level.AUTHENTIC) > 0)
                                .forEach(level -> checks.add(Check.skipped(level, "the bundle is not authentic"))));
        var report = VerificationReport.of(inspection.bundle().id(), start, checks, order.askedFor());
        log(inspection, report, Duration.between(start, clock.instant()));
        return report;
    }

    private void log(Inspection inspection, VerificationReport report, Duration took) {
        metrics.record(report.verdict(), took);
        var bundle = inspection.bundle();
        long millis = took.toMillis();
        var fields = new HashMap<String, Object>();
        fields.put("bundleId", bundle.id());
        fields.put("verdict", report.verdict());
        fields.put("sizeBytes", bundle.sizeBytes());
        fields.put("durationMillis", millis);
        var secrets = inspection.trusted().map(file -> secrets(file.manifest()));
        secrets.ifPresent(count -> fields.put("secrets", count));
        var said = secrets.map(count -> count + " secrets").orElse("secrets unknown");
        LogFields.with(
                fields,
                () -> Log.infof(
                        "verified %s: %s, %s, %d bytes, %d ms",
                        bundle.id(), report.verdict(), said, bundle.sizeBytes(), millis));
    }

    private static int secrets(Manifest manifest) {
        return manifest.subsystems().stream()
                .mapToInt(subsystem -> subsystem.secrets().size())
                .sum();
    }

    private static void stored(Inspection inspection, List<Check> checks) {
        inspection.findings().stream()
                .filter(finding -> finding.check() == Proof.ARCHIVE)
                .map(finding -> check(finding, Level.STORED))
                .forEach(checks::add);
    }

    private static void authentic(Inspection inspection, List<Check> checks) {
        if (!inspection.whole()) {
            checks.add(Check.fail(
                    "signature",
                    Level.AUTHENTIC,
                    "a file that is not whole and canonical is not what was signed: " + inspection.doubts(),
                    "do not use this bundle"));
        }
        inspection.findings().stream()
                .filter(finding -> finding.check() != Proof.ARCHIVE)
                .map(finding -> check(finding, Level.AUTHENTIC))
                .forEach(checks::add);
    }

    private static Check check(Finding finding, Level level) {
        return new Check(
                finding.check().toString().toLowerCase(Locale.ROOT),
                level,
                finding.passed() ? Outcome.PASS : Outcome.FAIL,
                finding.detail(),
                finding.remedy());
    }

    private void beyond(Inspection inspection, Manifest manifest, VerificationOrder order, List<Check> checks) {
        var levels = order.levels();
        var opened = levels.stream().anyMatch(level -> level.compareTo(Level.OPENABLE) >= 0)
                ? opening.open(inspection.bundle(), manifest, order.deadline())
                : OpenedPayload.closed();
        if (levels.contains(Level.OPENABLE)) {
            checks.addAll(opened.checks());
        }
        if (levels.contains(Level.COMPLETE)) {
            checks.addAll(completeness.check(manifest, opened.payload()));
        }
        if (levels.contains(Level.CURRENT)) {
            checks.addAll(currency.check(manifest, opened.payload(), order.live()));
        }
        if (levels.contains(Level.RESTORABLE)) {
            checks.add(Check.skipped(Level.RESTORABLE, "not available in this version"));
        }
    }
}
