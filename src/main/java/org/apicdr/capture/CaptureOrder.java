package org.apicdr.capture;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.apicdr.access.Scope;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What to capture; every part may be left out.
 *
 * @param namespace namespace of the ManagementCluster; may be left out while only one is visible
 * @param cluster name of the ManagementCluster; likewise
 * @param reason why, for whoever reads the manifest later
 * @param onlyIfChanged store nothing where the newest authentic bundle still equals the live subsystem
 * @param force store a bundle, marked dirty, although the subsystem is unhealthy or incomplete
 * @param adopt accept that a new installation goes on under the name of the former one
 */
@Schema(name = "CaptureRequest")
public record CaptureOrder(
        @Pattern(regexp = SubsystemRef.NAMESPACE_PATTERN) @Schema(examples = "apic") @Nullable
        String namespace,

        @Pattern(regexp = SubsystemRef.NAME_PATTERN) @Schema(examples = "management") @Nullable
        String cluster,

        @Size(max = MAX_REASON)
        @Pattern(regexp = REASON_PATTERN, message = REASON_MESSAGE)
        @Schema(examples = "before the 10.0.5.8 upgrade")
        @Nullable
        String reason,

        @Schema(defaultValue = "false") boolean onlyIfChanged,
        @Schema(defaultValue = "false") boolean force,
        @Schema(defaultValue = "false") boolean adopt) {

    public static final int MAX_REASON = 500;

    public static final String REASON_PATTERN = "^[^\\x00-\\x1f\\x7f]*$";

    public static final String REASON_MESSAGE = "must not hold control characters";

    static final CaptureOrder PLAIN = new CaptureOrder(null, null, null, false, false, false);

    /** A plain capture of one subsystem. */
    static CaptureOrder of(SubsystemRef ref, @Nullable String reason) {
        return new CaptureOrder(ref.namespace(), ref.cluster(), reason, false, false, false);
    }

    SubsystemQuery subsystem(Scope scope) {
        return new SubsystemQuery(namespace, cluster, scope);
    }
}
