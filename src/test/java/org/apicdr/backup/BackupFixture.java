package org.apicdr.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.ComponentSnapshot.SavedSecret;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Subsystems with backups, for plain tests. */
public final class BackupFixture {

    /** Where {@link Samples#management()} puts its backups. */
    public static final String DATABASE_PATH = "/backups/mgmt";

    /** Where {@link Samples#portal} puts its backups. */
    public static final String PORTAL_PATH = "/backups/ptl";

    static final Deadline DEADLINE = Deadline.in(Duration.ofMinutes(1));

    private BackupFixture() {}

    public static BackupCatalogService backups(BackupFolderLister files) {
        return new BackupCatalogService(cache(files, Clock.systemUTC()));
    }

    static BackupFolderCache cache(BackupFolderLister files, Clock clock) {
        return new BackupFolderCache(files, ParallelExecutorFixture.parallel(), clock, () -> {
            var now = clock.instant();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        });
    }

    /** A release 10.0.5 with backups, and no portal. */
    public static SubsystemSnapshot crunchy(ObjectNode... backups) {
        return SnapshotFixture.of(snapshot(Samples.management(), "management-82b290a2-postgres", backups));
    }

    /** The same of a ManagementCluster of its own. */
    static SubsystemSnapshot of(SubsystemComponent management) {
        return SnapshotFixture.of(snapshot(management, "management-82b290a2-postgres"));
    }

    /** The same whose backup login lacks a key. */
    static SubsystemSnapshot withoutLogin(String key) {
        var management = crunchy().management();
        for (var secret : management.secrets()) {
            if (secret.ref().role() == SecretRole.BACKUP_CREDENTIALS) {
                secret.resource().withObject("/data").remove(key);
            }
        }
        return SnapshotFixture.of(management);
    }

    /** A release 12.1 with backups, and no portal. */
    public static SubsystemSnapshot edb(ObjectNode... backups) {
        var management = Samples.with(Samples.management(), "/status/versions/reconciled", "12.1.0.1-2500");
        return SnapshotFixture.of(snapshot(management, "management-82b290a2-db", backups));
    }

    /** The same with a portal {@code apic/portal} and its backups. */
    public static SubsystemSnapshot withPortal(SubsystemSnapshot subsystem, ObjectNode... backups) {
        return withPortal(subsystem, "portal", backups);
    }

    public static SubsystemSnapshot withPortal(SubsystemSnapshot subsystem, String name, ObjectNode... backups) {
        var portals = new ArrayList<>(subsystem.portals());
        portals.add(snapshot(Samples.portal("apic", name), "", backups));
        return new SubsystemSnapshot(subsystem.management(), portals, List.of(), List.of());
    }

    /** A ManagementBackup that somebody asked for. */
    public static ObjectNode created(String name, String id, long rangeStart) {
        var backup = managementBackup("create", name, id);
        Samples.set(backup, "/status/info", Map.of("rangeStart", rangeStart));
        return backup;
    }

    /** A ManagementBackup that the operator made for a file that it found. */
    public static ObjectNode recorded(String name, String id) {
        return managementBackup("record", name, id);
    }

    static ObjectNode managementBackup(String crType, String name, String id) {
        return Samples.object("""
                {"kind": "ManagementBackup",
                 "metadata": {"name": "%s", "namespace": "apic", "creationTimestamp": "2024-06-30T00:00:00Z"},
                 "spec": {"clusterName": "management", "crType": "%s", "type": "%s"},
                 "status": {"phase": "Ready", "id": "%s", "subsysName": "management",
                            "clusterName": "management-82b290a2-postgres"}}
                """.formatted(name, crType, id.endsWith("I") ? "incr" : "full", id));
    }

    /** An EDB Backup that is completed. */
    public static ObjectNode edbBackup(String name, String id, String startedAt) {
        return Samples.object("""
                {"kind": "Backup",
                 "metadata": {"name": "%s", "namespace": "apic", "creationTimestamp": "2025-01-30T00:00:00Z"},
                 "spec": {"cluster": {"name": "management-82b290a2-db"}},
                 "status": {"phase": "completed", "backupId": "%s", "startedAt": "%s",
                            "serverName": "management-82b290a2-db-2024-11-25T221339Z"}}
                """.formatted(name, id, startedAt));
    }

    /** A PortalBackup of everything that somebody asked for. */
    public static ObjectNode portalOrder(String name, String createdAt) {
        return portalBackup("create", "all", name, createdAt, "n/a", "");
    }

    /** A PortalBackup that the portal made for a file. */
    public static ObjectNode portalRecord(String type, String file) {
        var id = PortalBackupParser.PortalBackupFileName.parse(file)
                .map(PortalBackupParser.PortalBackupFileName::id)
                .orElse("");
        return portalBackup("record", type, "record-of-" + file, "2024-06-30T00:00:00Z", id, file);
    }

    static ObjectNode portalBackup(String crType, String type, String name, String createdAt, String id, String file) {
        return Samples.object("""
                {"kind": "PortalBackup",
                 "metadata": {"name": "%s", "namespace": "apic", "creationTimestamp": "%s"},
                 "spec": {"portalCluster": "portal", "crType": "%s", "type": "%s"},
                 "status": {"phase": "Ready", "id": "20b47fe090f5", "backupId": "%s", "fullBackupName": "%s"}}
                """.formatted(name, createdAt, crType, type, id, file));
    }

    /** The same with a value replaced, given by its path. */
    public static ObjectNode with(ObjectNode resource, String pointer, Object value) {
        var copy = resource.deepCopy();
        Samples.set(copy, pointer, value);
        return copy;
    }

    static ComponentSnapshot snapshot(
            SubsystemComponent subsystemComponent, String databaseCluster, ObjectNode... backups) {
        var secrets = SnapshotFixture.of(subsystemComponent).secrets().stream()
                .map(BackupFixture::withLogin)
                .toList();
        return new ComponentSnapshot(
                subsystemComponent, secrets, List.of(), List.of(), List.of(), List.of(backups), databaseCluster);
    }

    private static SavedSecret withLogin(SavedSecret secret) {
        if (secret.ref().role() != SecretRole.BACKUP_CREDENTIALS) {
            return secret;
        }
        var resource = with(secret.resource(), "/data/username", base64("backup-user"));
        return new SavedSecret(secret.ref(), with(resource, "/data/password", base64("backup-password")));
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
