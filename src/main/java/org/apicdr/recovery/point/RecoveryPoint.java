package org.apicdr.recovery.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.apicdr.bundle.BundleId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A point in time that a subsystem can be recovered to.
 *
 * @param databaseBackup the database backup
 * @param portalBackups for each Developer Portal the restorable backup that is nearest in time
 * @param gapSeconds the longest of the gaps between the database backup and those of the portals; absent if there are none
 * @param key whether the encryption key that was in force is known
 * @param bundles the bundle with that key; if it is not certain, the bundles that may have it
 * @param state {@code complete} if the key is certain and the backups are a pair, else {@code partial}
 * @param reasons why the point is partial, and what else is uncertain, in sentences
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RecoveryPoint")
public record RecoveryPoint(
        PointBackup databaseBackup,
        List<PointBackup> portalBackups,
        @Nullable Long gapSeconds,
        Key key,
        List<BundleId> bundles,
        State state,
        List<String> reasons) {

    public RecoveryPoint {
        portalBackups = List.copyOf(portalBackups);
        bundles = List.copyOf(bundles);
        reasons = List.copyOf(reasons);
    }

    /** Whether the key that was in force is known. */
    @Schema(name = "RecoveryPointKey")
    public enum Key {
        /** The captures before and after the backup have the same key. */
        @JsonProperty("certain")
        CERTAIN,
        /** The captures before and after the backup have different keys. */
        @JsonProperty("ambiguous")
        AMBIGUOUS,
        /** There is no capture before or after the backup, or the two cannot be compared. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    /** Whether everything that a recovery needs is known to belong together. */
    @Schema(name = "RecoveryPointState")
    public enum State {
        @JsonProperty("complete")
        COMPLETE,
        @JsonProperty("partial")
        PARTIAL
    }

    /**
     * A backup of a recovery point.
     *
     * @param kind {@code ManagementBackup}, {@code Backup} (EDB), {@code PortalBackup} or {@code file}
     * @param namespace the namespace of the ManagementCluster or PortalCluster
     * @param of the name of the ManagementCluster or PortalCluster that was backed up
     * @param id the backup id that a restore takes
     * @param name the name of its resource; absent if only its file is known
     * @param takenAt when the backup was started
     * @param uncertaintySeconds how far the true time may be from {@code takenAt}; absent if the time zone is known
     * @param gapSeconds the time between it and the database backup; absent for the database backup itself
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PointBackup")
    public record PointBackup(
            String kind,
            String namespace,
            String of,
            String id,
            @Nullable String name,
            Instant takenAt,
            @Nullable Long uncertaintySeconds,
            @Nullable Long gapSeconds) {}
}
