package org.apicdr.recovery.restoration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.regex.Pattern;
import org.apicdr.core.RequestValidator;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Says which backups a restoration restores, and what it does with objects that are there. All members are optional, but the
 * database backup and that of each portal must be known.
 *
 * @param recoveryPoint id of the database backup of a recovery point of the bundle; names the portal backups, too
 * @param databaseBackup id of the database backup; {@code none} if the database is external
 * @param databaseServer folder below the backup path that holds an EDB backup, if the bundle does not list the backup
 * @param encryptionKeySecret secret with the encryption key of a backup that is older than the last rotation of the key
 * @param portalBackups the backup of each portal, instead of that of the recovery point
 * @param onConflict what to do with an object that is there with other content
 * @param dryRun whether to check everything and create nothing
 * @param reason why the subsystem is restored
 */
@Schema(name = "RestorationRequest")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestorationRequest(
        @Schema(examples = "20240601-030015F", pattern = RestorationRequest.BACKUP_PATTERN) @Nullable
        String recoveryPoint,

        @Schema(examples = "20240601-030015F", pattern = RestorationRequest.BACKUP_PATTERN) @Nullable
        String databaseBackup,

        @Schema(examples = "management-9c40d2ab-db-2024-11-25T221339Z", pattern = RestorationRequest.SERVER_PATTERN)
        @Nullable
        String databaseServer,

        @Schema(examples = "management-enc-key-old", pattern = SubsystemRef.NAME_PATTERN) @Nullable
        String encryptionKeySecret,

        @Schema(defaultValue = "[]") List<PortalBackupChoice> portalBackups,

        @Nullable OnConflict onConflict,

        @Schema(defaultValue = "false") boolean dryRun,

        @Schema(
                examples = "the cluster was lost",
                pattern = RequestValidator.REASON_PATTERN,
                maxLength = RequestValidator.MAX_REASON)
        @Nullable
        String reason) {

    public static final RestorationRequest PLAIN =
            new RestorationRequest(null, null, null, null, List.of(), OnConflict.STOP, false, null);

    /** The id that stands for no backup. */
    public static final String NONE = "none";

    /** The form of the ids that a restore takes. */
    public static final String BACKUP_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$";

    static final String SERVER_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,252}$";

    private static final Pattern BACKUP = Pattern.compile(BACKUP_PATTERN);

    private static final Pattern SERVER = Pattern.compile(SERVER_PATTERN);

    private static final Pattern NAME = Pattern.compile(SubsystemRef.NAME_PATTERN);

    private static final Pattern NAMESPACE = Pattern.compile(SubsystemRef.NAMESPACE_PATTERN);

    private static final int MAX_PORTALS = 100;

    public RestorationRequest {
        portalBackups = portalBackups == null ? List.of() : portalBackups;
        onConflict = onConflict == null ? OnConflict.STOP : onConflict;
        new RequestValidator()
                .matches("recoveryPoint", recoveryPoint, BACKUP)
                .matches("databaseBackup", databaseBackup, BACKUP)
                .matches("databaseServer", databaseServer, SERVER)
                .matches("encryptionKeySecret", encryptionKeySecret, NAME)
                .hasSize("portalBackups", portalBackups.size(), 0, MAX_PORTALS)
                .hasNoNull("portalBackups", portalBackups)
                .isReason(reason)
                .validate();
        portalBackups = List.copyOf(portalBackups);
    }

    /** Returns the request with the backups that it selects. */
    RestorationRequest with(String database, @Nullable String server, List<PortalBackupChoice> portals) {
        return new RestorationRequest(
                recoveryPoint, database, server, encryptionKeySecret, portals, onConflict, dryRun, reason);
    }

    @JsonIgnore
    boolean keeps() {
        return onConflict == OnConflict.KEEP;
    }

    /**
     * The backup of a portal.
     *
     * @param namespace namespace of the PortalCluster
     * @param name name of the PortalCluster
     * @param backupId the id that a restore takes; {@code none} creates the portal and restores nothing into it
     */
    @Schema(name = "PortalBackupChoice")
    public record PortalBackupChoice(
            @Schema(examples = "apic", pattern = SubsystemRef.NAMESPACE_PATTERN)
            String namespace,

            @Schema(examples = "portal", pattern = SubsystemRef.NAME_PATTERN)
            String name,

            @Schema(examples = "20240601.030033", pattern = PortalBackupChoice.ID_PATTERN)
            String backupId) {

        /** The form of the timestamp that a PortalRestore takes. */
        static final String ID_PATTERN = "^([0-9]{8}\\.[0-9]{6}|none)$";

        private static final Pattern ID = Pattern.compile(ID_PATTERN);

        public PortalBackupChoice {
            new RequestValidator()
                    .isPresent("portalBackups.namespace", namespace)
                    .isPresent("portalBackups.name", name)
                    .isPresent("portalBackups.backupId", backupId)
                    .matches("portalBackups.namespace", namespace, NAMESPACE)
                    .matches("portalBackups.name", name, NAME)
                    .matches("portalBackups.backupId", backupId, ID, "must be YYYYMMDD.HHMMSS, or none")
                    .validate();
        }

        @JsonIgnore
        boolean isNone() {
            return backupId.equals(NONE);
        }

        static boolean isId(String text) {
            return ID.matcher(text).matches();
        }

        String path() {
            return namespace + "/" + name;
        }
    }

    /** The treatment of an object that exists with other content. */
    @Schema(name = "OnConflict")
    public enum OnConflict {
        /** Refuse, and change nothing. */
        @JsonProperty("stop")
        STOP,
        /** Keep what is there. */
        @JsonProperty("keep")
        KEEP;

        @Override
        public String toString() {
            return this == STOP ? "stop" : "keep";
        }
    }
}
