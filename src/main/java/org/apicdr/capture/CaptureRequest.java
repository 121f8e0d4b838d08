package org.apicdr.capture;

import org.apicdr.core.RequestValidator;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What to capture. Every field is optional.
 *
 * @param namespace namespace of the ManagementCluster; optional if only one is visible
 * @param cluster name of the ManagementCluster; optional if only one is visible
 * @param reason the reason for the capture, kept in the manifest
 * @param onlyIfChanged store nothing if the newest authentic bundle still equals the live subsystem
 * @param force store a bundle, marked dirty, although the subsystem is unhealthy or incomplete
 * @param adopt accept a new installation under the name of the former one
 */
@Schema(name = "CaptureRequest")
public record CaptureRequest(
        @Schema(examples = "apic", pattern = SubsystemRef.NAMESPACE_PATTERN) @Nullable
        String namespace,

        @Schema(examples = "management", pattern = SubsystemRef.NAME_PATTERN) @Nullable
        String cluster,

        @Schema(
                examples = "before the 10.0.5.8 upgrade",
                pattern = RequestValidator.REASON_PATTERN,
                maxLength = RequestValidator.MAX_REASON)
        @Nullable
        String reason,

        @Schema(defaultValue = "false") boolean onlyIfChanged,
        @Schema(defaultValue = "false") boolean force,
        @Schema(defaultValue = "false") boolean adopt) {

    public static final CaptureRequest PLAIN = new CaptureRequest(null, null, null, false, false, false);

    public CaptureRequest {
        SubsystemRef.validator(namespace, cluster).isReason(reason).validate();
    }

    /** Returns a request for one subsystem with default options. */
    static CaptureRequest of(SubsystemRef ref, @Nullable String reason) {
        return new CaptureRequest(ref.namespace(), ref.cluster(), reason, false, false, false);
    }
}
