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
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/recoverability")
@Tag(name = "recoverability", description = "Could we recover now, and to when?")
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
            summary = "Tell whether a subsystem could be recovered now, and to when",
            description =
                    "One check for each thing that the vendor's procedure demands: the subsystem, its database and"
                            + " portal backups, and its bundles. Cheap enough to be asked every 30 seconds: what is expensive is"
                            + " remembered, and sources say how old each part is; fresh=true looks at everything anew.")
    @APIResponse(
            responseCode = "200",
            description = "The report, whatever its verdict unless failOn is given",
            headers = @Header(name = "Age", ref = "Age"),
            content = @Content(schema = @Schema(implementation = RecoverabilityReport.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "There is no such subsystem, and no bundle of one")
    @APIResponse(
            responseCode = "409",
            description = "The verdict is as bad as failOn, or more than one subsystem is visible: say which")
    @APIResponse(responseCode = "503", description = "Neither the API server nor the store can be used")
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
            throw new ServiceException(ErrorCode.NOT_RECOVERABLE, sentence(report), ErrorDetails.report(report));
        }
        var age = Duration.between(report.at(), clock.instant());
        return ResponseBuilder.ok(report)
                .header("Age", Math.max(0, age.toSeconds()))
                .build();
    }

    private static String sentence(RecoverabilityReport report) {
        var outcome = report.ids(CheckOutcome.FAIL).isEmpty() ? CheckOutcome.WARN : CheckOutcome.FAIL;
        return "the verdict on %s/%s is %s by %s; the report says why and what to do"
                .formatted(
                        report.namespace(),
                        report.cluster(),
                        report.verdict(),
                        report.ids(outcome).stream().map(CheckId::toString).collect(Collectors.joining(", ")));
    }
}
