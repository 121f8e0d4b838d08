package org.apicdr.recovery.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.apicdr.bundle.BundleId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A point in time that could be recovered to.
 *
 * @param databaseBackup the database backup
 * @param portalBackups for each Developer Portal the backup that is nearest in time, of those that could be restored
 * @param gapSeconds the longest of the gaps between the database backup and those of the portals; absent without those
 * @param key whether it is known which bundle holds the encryption key that was in force
 * @param bundles the bundle with that key; where that is not certain, those that may have it
 * @param state {@code complete} where the key is certain and the backups are a pair, else {@code partial}
 * @param reasons why it is partial, and what else is not certain of it, in sentences
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

    /** Whether it is known which key was in force. */
    @Schema(name = "RecoveryPointKey")
    public enum Key {
        /** What was captured before and after the backup has the same key. */
        @JsonProperty("certain")
        CERTAIN,
        /** It has different keys. */
        @JsonProperty("ambiguous")
        AMBIGUOUS,
        /** Nothing was captured on one side, or the two cannot be compared. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    /** Whether all that a recovery needs is known to belong together. */
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
     * @param namespace the namespace of what it is a backup of
     * @param of the ManagementCluster or PortalCluster that it is a backup of
     * @param id what a restore is told
     * @param name the name of its resource; absent where only its file is known
     * @param takenAt when it was begun
     * @param uncertaintySeconds how far the true time may be from that, where the zone of its id is not known
     * @param gapSeconds the time between it and the database backup; absent for that one
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
