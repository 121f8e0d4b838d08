package org.apicdr.capture;

import java.util.regex.Pattern;
import org.apicdr.access.NamespaceScope;
import org.apicdr.problem.RequestValidator;
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
public record CaptureRequest(
        @Schema(examples = "apic", pattern = SubsystemRef.NAMESPACE_PATTERN) @Nullable
        String namespace,

        @Schema(examples = "management", pattern = SubsystemRef.NAME_PATTERN) @Nullable
        String cluster,

        @Schema(examples = "before the 10.0.5.8 upgrade", pattern = REASON_PATTERN, maxLength = MAX_REASON) @Nullable
        String reason,

        @Schema(defaultValue = "false") boolean onlyIfChanged,
        @Schema(defaultValue = "false") boolean force,
        @Schema(defaultValue = "false") boolean adopt) {

    public static final int MAX_REASON = 500;

    public static final String REASON_PATTERN = "^[^\\x00-\\x1f\\x7f]*$";

    private static final Pattern REASON = Pattern.compile(REASON_PATTERN);

    static final CaptureRequest PLAIN = new CaptureRequest(null, null, null, false, false, false);

    public CaptureRequest {
        checkReason(SubsystemRef.validator(namespace, cluster), reason).validate();
    }

    /** Checks the reason of a request, which may be absent. */
    public static RequestValidator checkReason(RequestValidator validator, @Nullable String reason) {
        return validator
                .hasSize("reason", reason == null ? 0 : reason.length(), 0, MAX_REASON)
                .matches("reason", reason, REASON, "must not hold control characters");
    }

    /** A plain capture of one subsystem. */
    static CaptureRequest of(SubsystemRef ref, @Nullable String reason) {
        return new CaptureRequest(ref.namespace(), ref.cluster(), reason, false, false, false);
    }

    SubsystemQuery subsystem(NamespaceScope namespaceScope) {
        return new SubsystemQuery(namespace, cluster, namespaceScope);
    }
}
