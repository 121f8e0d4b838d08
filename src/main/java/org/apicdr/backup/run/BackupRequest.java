package org.apicdr.backup.run;

import org.apicdr.core.RequestReason;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What to take backups of; every part may be left out.
 *
 * @param namespace namespace of the ManagementCluster; may be left out while only one is visible
 * @param cluster name of the ManagementCluster; likewise
 * @param reason why, for whoever looks at the backups and the manifest later
 */
@Schema(name = "BackupRequest")
public record BackupRequest(
        @Schema(examples = "apic", pattern = SubsystemRef.NAMESPACE_PATTERN) @Nullable
        String namespace,

        @Schema(examples = "management", pattern = SubsystemRef.NAME_PATTERN) @Nullable
        String cluster,

        @Schema(
                examples = "before the 10.0.5.8 upgrade",
                pattern = RequestReason.PATTERN,
                maxLength = RequestReason.MAX_LENGTH)
        @Nullable
        String reason) {

    public static final BackupRequest PLAIN = new BackupRequest(null, null, null);

    public BackupRequest {
        RequestReason.check(SubsystemRef.validator(namespace, cluster), reason).validate();
    }

    SubsystemQuery subsystem(NamespaceScope namespaceScope) {
        return new SubsystemQuery(namespace, cluster, namespaceScope);
    }
}
