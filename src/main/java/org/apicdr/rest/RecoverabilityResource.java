package org.apicdr.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.CheckId;
import org.apicdr.recovery.RecoverabilityReport;
import org.apicdr.recovery.RecoverabilityService;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.FailOn;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/recoverability")
@Tag(name = "recoverability", description = "Whether recovery is possible now, and to which point in time")
class RecoverabilityResource {

    private final RecoverabilityService recoverabilityService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;
    private final Clock clock;

    RecoverabilityResource(
            RecoverabilityService recoverabilityService,
            AccessControl accessControl,
            DeadlineFactory deadlineFactory,
            Clock clock) {
        this.recoverabilityService = recoverabilityService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getRecoverability",
            summary = "Check whether a subsystem can be recovered now, and to which point in time",
            description =
                    "Checks each requirement of the vendor's procedure: the subsystem, its database and portal backups, and"
                            + " its bundles. Can be called every 30 seconds, because expensive results are cached. The"
                            + " sources property has the age of each; fresh=true reads everything again.")
    @APIResponse(responseCode = "200", description = "The report; with any verdict unless failOn is set")
    public RestResponse<RecoverabilityReport> show(
            @BeanParam SubsystemParameters subsystem,
            @RestQuery @Nullable FailOn failOn,
            @RestQuery @DefaultValue("false") boolean fresh) {
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.authorizedNamespaces(Permission.GET_RECOVERABILITY, subsystem.namespace(), deadline);
        var report = recoverabilityService.report(subsystem.query(namespaceScope), fresh, deadline);
        namespaceScope.require(report.namespace());
        if (failOn != null && failOn.applies(report.verdict())) {
            throw new ServiceException(ErrorCode.NOT_RECOVERABLE, detail(report), ErrorDetails.report(report));
        }
        var age = Duration.between(report.at(), clock.instant());
        return ResponseBuilder.ok(report)
                .header("Age", Math.max(0, age.toSeconds()))
                .build();
    }

    private static String detail(RecoverabilityReport report) {
        var outcome = report.ids(CheckOutcome.FAIL).isEmpty() ? CheckOutcome.WARN : CheckOutcome.FAIL;
        return "Verdict for %s/%s: %s. Checks: %s. See the report for reasons and remedies."
                .formatted(
                        report.namespace(),
                        report.cluster(),
                        report.verdict(),
                        report.ids(outcome).stream().map(CheckId::toString).collect(Collectors.joining(", ")));
    }
}
