package org.apicdr.backuprun;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleId;
import org.apicdr.log.LogFields;
import org.apicdr.problem.Evidence;
import org.apicdr.problem.Evidence.Stored;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.Subsystems;

/**
 * Takes the backups of a subsystem together. Nothing of a run is kept here: what is known of it afterwards, its resources
 * say.
 */
@ApplicationScoped
class BackupRuns {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String SWITCHED_OFF =
            "this service takes no backups: set apic-dr.database-backups.enabled=true and let its account make them, as"
                    + " the overlay database-backups does";

    private final BackupRunConfig config;
    private final Subsystems subsystems;
    private final Situations situations;
    private final BundleCapture capture;
    private final BackupCreation creation;
    private final RunSlots slots;
    private final Clock clock;

    BackupRuns(
            BackupRunConfig config,
            Subsystems subsystems,
            Situations situations,
            BundleCapture capture,
            BackupCreation creation,
            RunSlots slots,
            Clock clock) {
        this.config = config;
        this.subsystems = subsystems;
        this.situations = situations;
        this.capture = capture;
        this.creation = creation;
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * Captures a bundle, then asks for a backup of the database and one of each active portal at the same moment.
     *
     * @throws RecoveryException where that must not or cannot be; no backup was made and nothing stored then, unless
     *     message and evidence say otherwise
     */
    BackupRun take(BackupCall call, Deadline deadline) {
        try {
            if (!config.enabled()) {
                throw new RecoveryException(Reason.DATABASE_BACKUPS_DISABLED, SWITCHED_OFF);
            }
            var subsystem = subsystems.find(call.subsystem(), deadline);
            return slots.alone(subsystem.ref(), () -> take(subsystem, call, deadline));
        } catch (RecoveryException e) {
            throw e.notStored();
        }
    }

    /** The run as it stands now. */
    BackupRun get(SubsystemQuery query, BackupRunId id, Deadline deadline) {
        var subsystem = subsystems.find(query, deadline);
        var found = situations.backups(subsystem, deadline).backups().stream()
                .filter(backup -> backup.isOf(id))
                .toList();
        if (found.isEmpty()) {
            throw new RecoveryException(
                    Reason.BACKUP_RUN_NOT_FOUND,
                    "no backup of %s belongs to a run %s: it never began, or its resources have been deleted"
                            .formatted(subsystem.ref(), id));
        }
        return BackupRun.of(id, subsystem.ref(), found, clock.instant());
    }

    private BackupRun take(Subsystem subsystem, BackupCall call, Deadline deadline) {
        var run = BackupRunId.of(clock.instant(), RANDOM.nextInt());
        var mark = new RunMark(run, call.order().reason(), null);
        creation.rehearse(BackupPlan.of(checked(subsystem, deadline), mark), deadline);
        var bundle = capture.capture(subsystem.ref(), call, deadline);
        try {
            return begin(subsystem.ref(), mark.with(bundle), deadline);
        } catch (RecoveryException e) {
            throw afterCapture(e, bundle);
        }
    }

    /** The capture took its time: whatever would have been refused before it is refused still. */
    private BackupRun begin(SubsystemRef ref, RunMark mark, Deadline deadline) {
        var query = new SubsystemQuery(ref.namespace(), ref.cluster());
        var situation = checked(subsystems.find(query, deadline), deadline);
        var where = BackupRun.path(mark.run(), ref);
        var made = creation.make(BackupPlan.of(situation, mark), where, deadline);
        log(mark, made, situation.passivePortals());
        return BackupRun.of(mark.run(), ref, made, clock.instant());
    }

    private Situation checked(Subsystem subsystem, Deadline deadline) {
        var situation = situations.all(subsystem, deadline);
        Refusals.check(situation, clock.instant());
        return situation;
    }

    private static RecoveryException afterCapture(RecoveryException e, BundleId bundle) {
        var evidence = e.evidence();
        return new RecoveryException(
                e.reason(),
                "%s; bundle %s had been captured before".formatted(e.getMessage(), bundle),
                new Evidence(evidence.missing(), evidence.candidates(), Stored.YES, evidence.report()),
                e);
    }

    private static void log(RunMark mark, List<Undertaking> made, List<Component> leftOut) {
        leftOut.forEach(portal -> Log.infof(
                "Backup run %s leaves out a portal: %s. It is backed up in the data centre of the active one.",
                mark.run(), portal.passiveRole()));
        var backups = made.stream().map(Undertaking::toString).collect(Collectors.joining(", "));
        LogFields.with(
                Map.of("backupRun", mark.run(), "bundleId", String.valueOf(mark.bundle())),
                () -> Log.infof("backup run %s: asked for %s, with bundle %s", mark.run(), backups, mark.bundle()));
    }
}
