package org.apicdr.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.apicdr.bundle.Verdict;
import org.apicdr.capture.schedule.AutomaticCaptures;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.verification.LastVerifications.LevelResult;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The state of the service and of every subsystem, for people and for dashboards.
 *
 * @param at when it was put together
 * @param version the version of the service
 * @param store the SFTP server
 * @param cluster the API server
 * @param captures the schedule, and automatic captures that failed
 * @param subsystems the subsystems on the API server and on the store, the worst first
 * @param leftOut the number of subsystems that are not in the list, because at most 100 are
 */
@Schema(name = "Status")
public record StatusReport(
        Instant at,
        String version,
        DependencyStatus store,
        DependencyStatus cluster,
        AutomaticCaptures.State captures,
        List<SubsystemStatus> subsystems,
        int leftOut) {

    public StatusReport {
        subsystems = List.copyOf(subsystems);
    }

    /**
     * The state of a server.
     *
     * @param up whether it could be used when it was last checked
     * @param checkedAt when it was last checked
     * @param lastSuccessAt when it could last be used; absent if never since the start of the service
     * @param detail why it cannot be used and what to do, or a hint; absent if there is neither, and for callers who may not
     *     see all watched namespaces
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "DependencyStatus",
            requiredProperties = {"up", "checkedAt"})
    public record DependencyStatus(
            boolean up,
            Instant checkedAt,
            @Nullable Instant lastSuccessAt,
            @Nullable String detail) {}

    /**
     * The state of one subsystem.
     *
     * @param namespace its namespace
     * @param cluster the name of its ManagementCluster
     * @param verdict whether it could be recovered now, as {@code GET /recoverability} says
     * @param detail why there is no report; absent if there is one
     * @param passed the number of recoverability checks that passed
     * @param warned the number of those that warn
     * @param failed the number of those that failed
     * @param notProven the number of those that were skipped
     * @param recoveryPoint the newest complete recovery point, else the newest; absent if there is none
     * @param newestBundle the newest authentic bundle; absent if there is none, or if it is not known
     * @param unprotectedSince since when it differs from that bundle; absent if it does not, or if that is not known
     * @param verifications the last verification on each level since the start of the service
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "SubsystemStatus",
            requiredProperties = {
                "namespace",
                "cluster",
                "verdict",
                "passed",
                "warned",
                "failed",
                "notProven",
                "verifications"
            })
    public record SubsystemStatus(
            String namespace,
            String cluster,
            Verdict verdict,
            @Nullable String detail,
            int passed,
            int warned,
            int failed,
            int notProven,
            @Nullable RecoveryPoint recoveryPoint,
            @Nullable NewestBundle newestBundle,
            @Nullable Instant unprotectedSince,
            List<LevelResult> verifications) {

        public SubsystemStatus {
            verifications = List.copyOf(verifications);
        }
    }

    /**
     * The newest authentic bundle of a subsystem.
     *
     * @param id its id
     * @param capturedAt when its content was captured
     * @param trigger what captured it: {@code api}, {@code schedule}, {@code start}, {@code catch-up}, {@code backup} or
     *     {@code reseal}
     * @param requestedBy the user who requested it; absent if it was captured by itself or the user is not known
     * @param verification the verdict of its last verification; absent if none is stored
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "NewestBundle",
            requiredProperties = {"id", "capturedAt", "trigger"})
    public record NewestBundle(
            BundleId id,
            Instant capturedAt,
            String trigger,
            @Nullable String requestedBy,
            @Nullable StoredVerdict verification) {}
}
