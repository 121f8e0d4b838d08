package org.apicdr.capture;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.DurationFormat;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.recovery.point.RecoveryPoint.PointBackup;
import org.jspecify.annotations.Nullable;

/** The recovery points known at the creation of a bundle. */
final class RecoveryGuidePointTable {

    private RecoveryGuidePointTable() {}

    static RecoveryGuideTables.Rows of(List<RecoveryPoint> points, BundleId thisBundle) {
        return RecoveryGuideTables.limited(
                points.stream().map(point -> row(point, thisBundle)).toList());
    }

    private static Map<String, String> row(RecoveryPoint point, BundleId thisBundle) {
        return Map.of(
                "database", RecoveryGuideTables.cell(point.databaseBackup().id()),
                "taken", taken(point.databaseBackup()),
                "portals",
                        join(point.portalBackups().stream()
                                .map(backup -> "%s/%s: %s".formatted(backup.namespace(), backup.of(), backup.id()))
                                .toList()),
                "gap", gap(point.gapSeconds()),
                "key", point.key().name().toLowerCase(Locale.ROOT),
                "bundles",
                        join(point.bundles().stream()
                                .map(id -> id.equals(thisBundle) ? "this bundle" : id.value())
                                .toList()),
                "state", RecoveryGuideTables.cell(state(point)));
    }

    private static String taken(PointBackup backup) {
        var uncertainty = backup.uncertaintySeconds();
        return uncertainty == null
                ? backup.takenAt().toString()
                : "%s, accurate to %d h"
                        .formatted(
                                backup.takenAt(),
                                Duration.ofSeconds(uncertainty).toHours());
    }

    private static String gap(@Nullable Long seconds) {
        return seconds == null ? "" : DurationFormat.words(Duration.ofSeconds(seconds));
    }

    private static String state(RecoveryPoint point) {
        var state = point.state().name().toLowerCase(Locale.ROOT);
        return point.reasons().isEmpty() ? state : state + ": " + String.join(" ", point.reasons());
    }

    private static String join(List<String> values) {
        return values.stream().map(RecoveryGuideTables::cell).collect(Collectors.joining(", "));
    }
}
