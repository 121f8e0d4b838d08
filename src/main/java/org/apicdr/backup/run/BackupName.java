package org.apicdr.backup.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.Sha256;
import org.apicdr.subsystem.ResourceKind;

/**
 * Names one resource of a run.
 *
 * @param kind of the custom resources of backups
 */
record BackupName(ResourceKind kind, String namespace, String name) {

    static final List<ResourceKind> KINDS =
            List.of(ResourceKind.MANAGEMENT_BACKUP, ResourceKind.DATABASE_BACKUP, ResourceKind.PORTAL_BACKUP);

    /** The operators make labels and jobs of the names, which end at 63 characters and hold no dot. */
    private static final int MAX_LENGTH = 63;

    private static final int DIGEST_LENGTH = 8;

    /** The name of a cluster's backup; of a cluster whose own is too long for it, or has dots, with a digest of that. */
    static BackupName of(ResourceKind kind, String namespace, String cluster, BackupRunId run) {
        int room = MAX_LENGTH - 1 - run.value().length();
        var stem = cluster.replace('.', '-');
        if (stem.length() > room || !stem.equals(cluster)) {
            var digest = Sha256.hex(cluster.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_LENGTH);
            var head = stem.substring(0, Math.min(stem.length(), room - 1 - DIGEST_LENGTH));
            stem = "%s-%s".formatted(head.replaceAll("-+$", ""), digest);
        }
        return new BackupName(kind, namespace, "%s-%s".formatted(stem, run));
    }

    /** Reads what {@link #toString} writes; empty where it is anything else. */
    static Optional<BackupName> parse(String text) {
        var parts = text.strip().split("/", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        return KINDS.stream()
                .filter(kind -> kind.kind().equals(parts[0]))
                .findFirst()
                .map(kind -> new BackupName(kind, parts[1], parts[2]));
    }

    boolean names(BackupOrRestoreResource backup) {
        return List.<Object>of(kind, namespace, name).equals(List.of(backup.kind(), backup.namespace(), backup.name()));
    }

    /** For example {@code PortalBackup/apic/portal-20261122t030000z-1f9a3c2b}. */
    @Override
    public String toString() {
        return "%s/%s/%s".formatted(kind.kind(), namespace, name);
    }
}
