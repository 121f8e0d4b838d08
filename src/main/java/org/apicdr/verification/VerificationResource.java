package org.apicdr.verification;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.apicdr.access.Access;
import org.apicdr.access.Right;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.Inspection;
import org.apicdr.problem.Evidence;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.problem.RequestValidator;
import org.apicdr.request.Deadline;
import org.apicdr.request.Deadlines;
import org.apicdr.subsystem.SubsystemParameters;
import org.apicdr.subsystem.Subsystems;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/bundles")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "verifications", description = "Proof that bundles are intact, complete and current")
class VerificationResource {

    private final Verification verification;
    private final Bundles bundles;
    private final Subsystems subsystems;
    private final Access access;
    private final Deadlines deadlines;

    VerificationResource(
            Verification verification, Bundles bundles, Subsystems subsystems, Access access, Deadlines deadlines) {
        this.verification = verification;
        this.bundles = bundles;
        this.subsystems = subsystems;
        this.access = access;
        this.deadlines = deadlines;
    }

    @POST
    @Path("/{id}/verifications")
    @Operation(
            operationId = "verifyBundle",
            summary = "Verify a bundle now",
            description = "Without levels, all that can be proven here; what cannot stands in notProven. A level asked"
                    + " for by name and skipped makes the verdict warn.")
    @APIResponse(responseCode = "200", description = "The report, whatever its verdict unless failOn is given")
    @APIResponse(responseCode = "400", description = "The body or a parameter is malformed")
    @APIResponse(responseCode = "404", description = "The store holds no such bundle")
    @APIResponse(
            responseCode = "409",
            description = "The verdict is as bad as failOn, or more subsystems have such a bundle")
    @APIResponse(responseCode = "503", description = "The store cannot be used")
    public VerificationReport verify(
            @RestPath BundleId id,
            @BeanParam SubsystemParameters subsystem,
            @RestQuery @Nullable FailOn failOn,
            @RequestBody(required = false) @Nullable VerificationRequest request) {
        var deadline = deadlines.start();
        var scope = access.scopeOfBundle(Right.VERIFY, subsystem.namespace(), id.value(), deadline);
        var found = bundles.get(subsystem.query(scope), id, deadline);
        return verify(found, failOn, request, deadline);
    }

    @POST
    @Path("/latest/verifications")
    @Operation(
            operationId = "verifyLatestBundle",
            summary = "Verify the newest authentic bundle now",
            description = "Walks back from the newest name until a bundle is authentic, and verifies that one.")
    @APIResponse(responseCode = "200", description = "The report, whatever its verdict unless failOn is given")
    @APIResponse(responseCode = "400", description = "The body or a parameter is malformed")
    @APIResponse(responseCode = "404", description = "The store holds no authentic bundle")
    @APIResponse(responseCode = "409", description = "The verdict is as bad as failOn, or more subsystems have bundles")
    @APIResponse(responseCode = "503", description = "The store cannot be used")
    public VerificationReport verifyLatest(
            @BeanParam SubsystemParameters subsystem,
            @RestQuery @Nullable FailOn failOn,
            @RequestBody(required = false) @Nullable VerificationRequest request) {
        var deadline = deadlines.start();
        var scope = access.scope(Right.VERIFY, subsystem.namespace(), deadline);
        var latest = bundles.latest(subsystem.query(scope), deadline);
        return verify(latest, failOn, request, deadline);
    }

    private VerificationReport verify(
            Inspection inspection, @Nullable FailOn failOn, @Nullable VerificationRequest request, Deadline deadline) {
        var bundle = inspection.bundle();
        access.isAbout(bundle.folder().namespace(), bundle.id().value());
        var live = LiveSubsystem.readBy(subsystems, deadline);
        var report = verification.verify(inspection, new VerificationOrder(levels(request), live, null, deadline));
        if (failOn != null && failOn.applies(report.verdict())) {
            throw new RecoveryException(
                    Reason.VERIFICATION_FAILED,
                    "the verdict on %s is %s; the report says why".formatted(report.bundleId(), report.verdict()),
                    Evidence.report(report));
        }
        return report;
    }

    static Set<Level> levels(@Nullable VerificationRequest request) {
        return request == null || request.levels() == null ? Set.of() : request.levels();
    }

    /**
     * What to verify.
     *
     * @param levels the levels to prove; absent for all that can be proven here
     */
    @Schema(name = "VerificationRequest")
    public record VerificationRequest(
            @Schema(minItems = 1) @Nullable Set<Level> levels) {

        public VerificationRequest {
            if (levels != null) {
                new RequestValidator()
                        .hasSize("levels", levels.size(), 1, Integer.MAX_VALUE)
                        .validate();
            }
        }
    }
}
