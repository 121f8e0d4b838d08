package org.apicdr.backup.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apicdr.crypto.Digests;
import org.apicdr.subsystem.ResourceKind;

/**
 * The name of one backup resource of a run.
 *
 * @param kind one of the backup kinds
 */
record BackupName(ResourceKind kind, String namespace, String name) {

    static final List<ResourceKind> KINDS =
            List.of(ResourceKind.MANAGEMENT_BACKUP, ResourceKind.DATABASE_BACKUP, ResourceKind.PORTAL_BACKUP);

    /** The operators use the names in labels and jobs, which have at most 63 characters and no dots. */
    private static final int MAX_LENGTH = 63;

    private static final int DIGEST_LENGTH = 8;

    /** Returns the name of a cluster's backup. It has a digest if the cluster's name is too long or contains dots. */
    static BackupName of(ResourceKind kind, String namespace, String cluster, BackupRunId run) {
        int maxStemLength = MAX_LENGTH - 1 - run.value().length();
        var stem = cluster.replace('.', '-');
        if (stem.length() > maxStemLength || !stem.equals(cluster)) {
            var digest =
                    Digests.sha256Hex(cluster.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_LENGTH);
            var head = stem.substring(0, Math.min(stem.length(), maxStemLength - 1 - DIGEST_LENGTH));
            stem = "%s-%s".formatted(head.replaceAll("-+$", ""), digest);
        }
        return new BackupName(kind, namespace, "%s-%s".formatted(stem, run));
    }

    /** Parses the format of {@link #toString}; empty for any other text. */
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
