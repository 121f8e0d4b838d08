package org.apicdr.recoverability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupFolder;
import org.apicdr.bundle.Place;
import org.apicdr.recoverypoint.RecoveryPoint;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;

/**
 * All that one look showed, for the checks to judge. What could not be seen says why.
 *
 * @param ref the subsystem
 * @param at when the look began
 * @param live the subsystem as it is
 * @param stock its bundles
 * @param drift what differs between it and the newest authentic bundle
 * @param catalog its database and portal backups
 * @param points the recovery points of its newest backups, newest first
 * @param place where the bundles lie
 * @param skew how far this machine's clock is ahead of the API server's
 */
record Survey(
        SubsystemRef ref,
        Instant at,
        Seen<SubsystemSnapshot> live,
        Seen<BundleStock> stock,
        Seen<Drift> drift,
        Seen<BackupCatalog> catalog,
        Seen<List<RecoveryPoint>> points,
        Seen<Place> place,
        Seen<Duration> skew) {

    /** Judges the backups, or says why they are not seen. */
    List<Check> backups(
            BiFunction<SubsystemSnapshot, BackupCatalog, List<Check>> seen, Function<String, List<Check>> unseen) {
        return live.match(
                snapshot -> catalog.match(found -> seen.apply(snapshot, found), unseen),
                why -> unseen.apply(Unseen.CLUSTER));
    }

    /** Whether the newest authentic bundle is of another installation than the one that lives. */
    boolean identityChanged() {
        var captured = stock.value()
                .flatMap(BundleStock::manifest)
                .map(manifest -> manifest.management().lineage());
        var lives =
                live.value().map(snapshot -> snapshot.management().component().lineage());
        return captured.isPresent() && lives.isPresent() && !captured.equals(lives);
    }

    /** The newest recovery point that is complete, else the newest. */
    Optional<RecoveryPoint> bestPoint() {
        var all = points.value().orElse(List.of());
        return all.stream()
                .filter(point -> point.state() == RecoveryPoint.State.COMPLETE)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** What was looked at, and when. */
    List<Source> sources() {
        var sources = new ArrayList<Source>();
        sources.add(live.match(snapshot -> Source.seen("cluster", at), why -> Source.unseen("cluster", at, why)));
        sources.add(stock.match(found -> Source.seen("bundles", found.at()), why -> Source.unseen("bundles", at, why)));
        stock.value()
                .flatMap(BundleStock::authentic)
                .ifPresent(known -> sources.add(Source.seen("newest bundle", known.at())));
        catalog.value()
                .ifPresent(found -> found.looks().stream().map(Survey::source).forEach(sources::add));
        return sources;
    }

    private static Source source(BackupCatalog.FileLook look) {
        var name = "backup files of " + look.of();
        if (look.folder() instanceof BackupFolder.Skipped skipped) {
            return Source.unseen(name, look.at(), skipped.why());
        }
        if (look.folder() instanceof BackupFolder.Failed failed) {
            return Source.unseen(name, look.at(), failed.why());
        }
        return Source.seen(name, look.at());
    }
}
