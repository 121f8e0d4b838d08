package org.apicdr.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;

import io.quarkus.logging.Log;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CancellationException;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.rest.VerificationResource.VerificationRequest;
import org.apicdr.rest.problem.ProblemWriter;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.apicdr.verification.BatchVerification;
import org.apicdr.verification.BatchVerificationReport;
import org.apicdr.verification.BatchVerificationReport.VerifiedBundle;
import org.apicdr.verification.BatchVerificationService;
import org.apicdr.verification.FailOn;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/verifications")
@Tag(name = "verifications")
class BatchVerificationResource {

    private static final String NDJSON = "application/x-ndjson";

    private final BatchVerificationService batchVerificationService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;
    private final ParallelExecutor parallelExecutor;

    BatchVerificationResource(
            BatchVerificationService batchVerificationService,
            AccessControl accessControl,
            DeadlineFactory deadlineFactory,
            ParallelExecutor parallelExecutor) {
        this.batchVerificationService = batchVerificationService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
        this.parallelExecutor = parallelExecutor;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "verifyBundles",
            summary = "Verify the bundles of a subsystem, least recently verified first",
            description =
                    "Bundles that were never verified come first, then the least recently verified, and among equals the"
                            + " oldest. Each item names the checks that determine its verdict; verify a single bundle for the"
                            + " whole report. Without levels, verifies all levels that this service can prove of a bundle"
                            + " that need not be the newest: current is omitted unless it is named. If the request times"
                            + " out before all bundles are verified, the others are counted as remaining: repeat the"
                            + " request. As application/x-ndjson, each item is a line that is sent as soon as that bundle"
                            + " is verified, and the last line is the report without its items, or a problem. In this"
                            + " format the status is always 200, regardless of failOn: read the verdict of the last"
                            + " line.")
    @APIResponse(responseCode = "200", description = "The report; with any verdict unless failOn is set")
    public BatchVerificationReport verify(
            @BeanParam SubsystemParameters subsystem,
            @Parameter(schema = @Schema(type = INTEGER, defaultValue = "100")) @RestQuery @DefaultValue("100")
                    ItemLimit limit,
            @RestQuery @Nullable FailOn failOn,
            @RequestBody(required = false) @Nullable VerificationRequest request) {
        var report = prepare(subsystem, limit, request).report();
        var summary = report.summary();
        if (failOn != null && failOn.applies(summary.verdict())) {
            throw new ServiceException(
                    ErrorCode.VERIFICATION_FAILED,
                    "The verdict on %d bundles is %s. See the report for the reasons."
                            .formatted(summary.verified().sum(), summary.verdict()),
                    ErrorDetails.report(report));
        }
        return report;
    }

    /**
     * Streams the same report as lines. {@code qs=0.5} prefers JSON if the caller accepts both. {@code failOn} is
     * accepted but has no effect, because the status is sent before the verdict is known.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(NDJSON + ";qs=0.5")
    @Blocking
    @Operation(hidden = true)
    public Multi<Object> stream(
            @BeanParam SubsystemParameters subsystem,
            @RestQuery @DefaultValue("100") ItemLimit limit,
            @RestQuery @Nullable FailOn failOn,
            @Nullable VerificationRequest request,
            @Context RoutingContext context) {
        var batch = prepare(subsystem, limit, request);
        return Multi.createFrom().emitter(emitter -> {
            var unused = parallelExecutor.start(() -> stream(batch, context, emitter));
        });
    }

    private static boolean stream(BatchVerification batch, RoutingContext context, MultiEmitter<Object> emitter) {
        try {
            emitter.emit(batch.verify(bundle -> emit(bundle, emitter)));
        } catch (CancellationException e) {
            Log.debug("The client disconnected while the lines were being sent.", e);
        } catch (RuntimeException e) {
            emitter.emit(ProblemWriter.endOfStream(context, e));
        }
        emitter.complete();
        return true;
    }

    private static void emit(VerifiedBundle bundle, MultiEmitter<Object> emitter) {
        if (emitter.isCancelled()) {
            throw new CancellationException();
        }
        emitter.emit(bundle);
    }

    private BatchVerification prepare(
            SubsystemParameters subsystem, ItemLimit limit, @Nullable VerificationRequest request) {
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.VERIFY, subsystem.namespace(), deadline);
        var query = subsystem.query(namespaceScope);
        var batch =
                batchVerificationService.prepare(query, limit.value(), VerificationResource.command(request, deadline));
        accessControl.recordAuditTarget(batch.namespace());
        return batch;
    }
}
