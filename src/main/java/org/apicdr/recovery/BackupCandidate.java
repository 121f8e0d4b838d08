package org.apicdr.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.Sentences;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.subsystem.SecretRole;

/** A backup that may be usable for a recovery, and what was found out about it. */
final class BackupCandidate {

    /** The number of unusable backups whose issues are reported, newest first. */
    private static final int MAX_REPORTED = 3;

    private final String name;

    /** Why the backup cannot be used. */
    private final List<String> issues;

    /** Why it is uncertain whether the backup can be used. */
    private final List<String> doubts = new ArrayList<>();

    /** Further information for the operator. */
    private final List<String> notes = new ArrayList<>();

    /**
     * @param name the name of the backup in the report
     * @param issues the known issues of the backup
     */
    BackupCandidate(String name, List<String> issues) {
        this.name = name;
        this.issues = new ArrayList<>(issues);
    }

    /** Adds whether a bundle contains the encryption key that was in force when the backup was taken. */
    BackupCandidate checkKey(DatabaseBackup backup, RecoverabilityInputs inputs) {
        var whyUnknown = whyKeyUnknown(inputs);
        if (whyUnknown.isPresent()) {
            notes.add("the bundle with its key is unknown: " + whyUnknown.get());
            return this;
        }
        inputs.points().value().orElse(List.of()).stream()
                .filter(point -> point.databaseBackup().id().equals(backup.id()))
                .findFirst()
                .ifPresentOrElse(this::addKey, () -> doubts.add("the bundle with its key was not searched for"));
        return this;
    }

    /** Adds whether the files of the component's backups were found on their server. */
    BackupCandidate checkFiles(BackupCatalog catalog, String component) {
        catalog.listings().stream()
                .filter(listing -> listing.component().equals(component))
                .findFirst()
                .ifPresentOrElse(listing -> addFiles(listing.folder()), () -> notes.add("its file was not checked"));
        return this;
    }

    /** Adds whether the backup is too old. */
    BackupCandidate checkAge(BackupTimestamp taken, MaxBackupAge limit, RecoverabilityInputs inputs) {
        limit.exceeded(taken, inputs.at()).ifPresent(issues::add);
        limit.note(taken, inputs.at()).ifPresent(notes::add);
        return this;
    }

    /** Returns the check for the best candidate; of equally good candidates, the newest. */
    static RecoverabilityCheck best(CheckId id, List<BackupCandidate> newestFirst, String remedy) {
        if (newestFirst.isEmpty()) {
            return RecoverabilityCheck.fail(id, "No backup was found.", remedy);
        }
        return first(newestFirst, candidate -> candidate.usable() && candidate.doubts.isEmpty())
                .map(best -> RecoverabilityCheck.pass(id, best.describe("can be used", best.notes)))
                .or(() -> first(newestFirst, BackupCandidate::usable)
                        .map(best ->
                                RecoverabilityCheck.warn(id, best.describe("may not be usable", best.doubts), remedy)))
                .orElseGet(() -> RecoverabilityCheck.fail(id, describeIssues(newestFirst), remedy));
    }

    private boolean usable() {
        return issues.isEmpty();
    }

    private void addKey(RecoveryPoint point) {
        var bundles = point.bundles().stream().map(BundleId::value).collect(Collectors.joining(" and "));
        switch (point.key()) {
            case CERTAIN -> notes.add("its key is in bundle " + bundles);
            case AMBIGUOUS ->
                doubts.add("the encryption key was changed about that time: the backup may need the key in bundle "
                        + bundles + ", or a key that is in no bundle");
            case UNKNOWN ->
                doubts.add("it is unknown whether its key is the one in bundle " + bundles
                        + ", because there is no capture on one side of it");
        }
    }

    /** Returns the other check that reports why the key cannot be determined; empty if it can. */
    private static Optional<String> whyKeyUnknown(RecoverabilityInputs inputs) {
        var inventory = inputs.inventory().value();
        if (inventory.isEmpty()) {
            return Optional.of("the store cannot be used, see store-access");
        }
        if (inventory.get().manifest().isEmpty()) {
            return Optional.of("there is no authentic bundle, see bundle-exists and bundle-authentic");
        }
        if (inputs.identityChanged()) {
            return Optional.of("see identity-changed");
        }
        boolean live = inputs.live().value().stream()
                .flatMap(snapshot -> snapshot.management().secrets().stream())
                .anyMatch(secret -> secret.ref().role() == SecretRole.ENCRYPTION);
        return live ? Optional.empty() : Optional.of("see encryption-secret");
    }

    private void addFiles(BackupFolderListing folder) {
        if (folder instanceof BackupFolderListing.Skipped skipped) {
            notes.add("its file was not checked: " + Sentences.clause(skipped.why()));
        } else if (folder instanceof BackupFolderListing.Failed failed) {
            doubts.add("its file could not be checked: " + Sentences.clause(failed.why()));
        } else {
            notes.add("its file exists");
        }
    }

    private static Optional<BackupCandidate> first(
            List<BackupCandidate> candidates, Predicate<BackupCandidate> wanted) {
        return candidates.stream().filter(wanted).findFirst();
    }

    private static String describeIssues(List<BackupCandidate> candidates) {
        var reported = candidates.stream()
                .limit(MAX_REPORTED)
                .map(candidate -> "%s: %s".formatted(candidate.name, String.join(", ", candidate.issues)))
                .toList();
        var more = candidates.size() > MAX_REPORTED
                ? "; and %d older ones".formatted(candidates.size() - MAX_REPORTED)
                : "";
        return "No backup can be used: %s%s.".formatted(String.join("; ", reported), more);
    }

    private String describe(String state, List<String> details) {
        return details.isEmpty()
                ? "%s %s.".formatted(name, state)
                : "%s %s: %s.".formatted(name, state, String.join(", ", details));
    }
}
