package org.apicdr.backup.run;

import org.apicdr.core.RequestValidator;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Selects what to back up. All members are optional.
 *
 * @param namespace namespace of the ManagementCluster; optional if only one is visible
 * @param cluster name of the ManagementCluster; optional if only one is visible
 * @param reason why the backups are taken; recorded in the backups and the manifest
 */
@Schema(name = "BackupRequest")
public record BackupRequest(
        @Schema(examples = "apic", pattern = SubsystemRef.NAMESPACE_PATTERN) @Nullable
        String namespace,

        @Schema(examples = "management", pattern = SubsystemRef.NAME_PATTERN) @Nullable
        String cluster,

        @Schema(
                examples = "before the 10.0.5.8 upgrade",
                pattern = RequestValidator.REASON_PATTERN,
                maxLength = RequestValidator.MAX_REASON)
        @Nullable
        String reason) {

    public static final BackupRequest PLAIN = new BackupRequest(null, null, null);

    public BackupRequest {
        SubsystemRef.validator(namespace, cluster).isReason(reason).validate();
    }
}
