package org.apicdr.backuprun;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.apicdr.access.Scope;
import org.apicdr.capture.CaptureOrder;
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
public record BackupOrder(
        @Pattern(regexp = SubsystemRef.NAMESPACE_PATTERN) @Schema(examples = "apic") @Nullable
        String namespace,

        @Pattern(regexp = SubsystemRef.NAME_PATTERN) @Schema(examples = "management") @Nullable
        String cluster,

        @Size(max = CaptureOrder.MAX_REASON)
        @Pattern(regexp = CaptureOrder.REASON_PATTERN, message = CaptureOrder.REASON_MESSAGE)
        @Schema(examples = "before the 10.0.5.8 upgrade")
        @Nullable
        String reason) {

    static final BackupOrder PLAIN = new BackupOrder(null, null, null);

    SubsystemQuery subsystem(Scope scope) {
        return new SubsystemQuery(namespace, cluster, scope);
    }
}
