package org.apicdr.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.core.Deadline;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.RequestValidator;
import org.apicdr.core.ServiceException;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.apicdr.verification.FailOn;
import org.apicdr.verification.VerificationCommand;
import org.apicdr.verification.VerificationLevel;
import org.apicdr.verification.VerificationReport;
import org.apicdr.verification.VerificationService;
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
@Tag(name = "verifications", description = "Checks that bundles are intact, complete and current")
class VerificationResource {

    private final VerificationService verificationService;
    private final BundleService bundleService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    VerificationResource(
            VerificationService verificationService,
            BundleService bundleService,
            AccessControl accessControl,
            DeadlineFactory deadlineFactory) {
        this.verificationService = verificationService;
        this.bundleService = bundleService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @POST
    @Path("/{id}/verifications")
    @Operation(
            operationId = "verifyBundle",
            summary = "Verify a bundle now",
            description = "Without levels, verifies all levels that this service can prove, and lists the others in"
                    + " notProven. If a level is requested by name and skipped, the verdict is warn.")
    @APIResponse(responseCode = "200", description = "The report; with any verdict unless failOn is set")
    public VerificationReport verify(
            @RestPath BundleId id,
            @BeanParam SubsystemParameters subsystem,
            @RestQuery @Nullable FailOn failOn,
            @RequestBody(required = false) @Nullable VerificationRequest request) {
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.scopeOfBundle(Permission.VERIFY, subsystem.namespace(), id.value(), deadline);
        var command = command(request, deadline);
        var found = bundleService.get(subsystem.query(namespaceScope), id, command.selection(), deadline);
        return verify(found, failOn, command);
    }

    @POST
    @Path("/latest/verifications")
    @Operation(
            operationId = "verifyLatestBundle",
            summary = "Verify the newest authentic bundle now",
            description = "Searches from the newest bundle backwards for an authentic one, and verifies it.")
    @APIResponse(responseCode = "200", description = "The report; with any verdict unless failOn is set")
    public VerificationReport verifyLatest(
            @BeanParam SubsystemParameters subsystem,
            @RestQuery @Nullable FailOn failOn,
            @RequestBody(required = false) @Nullable VerificationRequest request) {
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.VERIFY, subsystem.namespace(), deadline);
        var command = command(request, deadline);
        var latest = bundleService.latest(subsystem.query(namespaceScope), command.selection(), deadline);
        return verify(latest, failOn, command);
    }

    private VerificationReport verify(
            BundleInspection bundleInspection, @Nullable FailOn failOn, VerificationCommand command) {
        var bundle = bundleInspection.bundle();
        accessControl.recordAuditTarget(bundle.folder().namespace(), bundle.id().value());
        var report = verificationService.verify(bundleInspection, command);
        if (failOn != null && failOn.applies(report.verdict())) {
            throw new ServiceException(
                    ErrorCode.VERIFICATION_FAILED,
                    "The verdict on %s is %s. See the report for the reasons."
                            .formatted(report.bundleId(), report.verdict()),
                    ErrorDetails.report(report));
        }
        return report;
    }

    static VerificationCommand command(@Nullable VerificationRequest request, Deadline deadline) {
        var levels = request == null || request.levels() == null ? Set.<VerificationLevel>of() : request.levels();
        return new VerificationCommand(levels, deadline);
    }

    /**
     * The levels to verify.
     *
     * @param levels the levels to prove; absent for all levels that this service can prove
     */
    @Schema(name = "VerificationRequest")
    public record VerificationRequest(
            @Schema(minItems = 1) @Nullable Set<VerificationLevel> levels) {

        public VerificationRequest {
            if (levels != null) {
                new RequestValidator()
                        .hasSize("levels", levels.size(), 1, VerificationLevel.values().length)
                        .hasNoNull("levels", levels)
                        .validate();
            }
        }
    }
}
