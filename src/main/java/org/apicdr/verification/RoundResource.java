package org.apicdr.verification;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.UncheckedIOException;
import org.apicdr.access.Access;
import org.apicdr.access.Right;
import org.apicdr.problem.Evidence;
import org.apicdr.problem.LateProblem;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadlines;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.verification.VerificationResource.VerificationRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/verifications")
@Tag(name = "verifications")
class RoundResource {

    private static final String LINES = "application/x-ndjson";

    private static final MediaType LINES_TYPE = MediaType.valueOf(LINES);

    private final VerificationRounds rounds;
    private final Access access;
    private final Deadlines deadlines;
    private final LateProblem lateProblem;
    private final ObjectMapper mapper;

    RoundResource(
            VerificationRounds rounds,
            Access access,
            Deadlines deadlines,
            LateProblem lateProblem,
            ObjectMapper mapper) {
        this.rounds = rounds;
        this.access = access;
        this.deadlines = deadlines;
        this.lateProblem = lateProblem;
        this.mapper = mapper;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, LINES})
    @Operation(
            operationId = "verifyBundles",
            summary = "Verify the bundles of a subsystem, least recently verified first",
            description =
                    "Bundles that nobody has verified yet come before all, and of two that wait equally long the older one."
                            + " Each item names the checks that made its verdict what it is; the whole report is what"
                            + " verifying that bundle alone answers. Without levels, all that can be proven of a bundle that"
                            + " need not be the newest: current is left out unless it is named. Where the time of the"
                            + " request ends before the bundles do, the others are counted as remaining: call again."
                            + " As application/x-ndjson, each item is a line that is sent as soon as that bundle is"
                            + " verified, and the last line is the same answer without its items, or a problem. There"
                            + " the status is 200 whatever failOn says: see the verdict of the last line.")
    @APIResponse(
            responseCode = "200",
            description = "The report, whatever its verdict unless failOn is given",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RoundReport.class)),
                @Content(mediaType = LINES, schema = @Schema(type = STRING))
            })
    @APIResponse(responseCode = "400", description = "The body or a parameter is malformed")
    @APIResponse(responseCode = "404", description = "The store holds no bundle of the subsystem")
    @APIResponse(responseCode = "409", description = "The verdict is as bad as failOn, or more subsystems have bundles")
    @APIResponse(responseCode = "503", description = "The store cannot be used, or there was no time for one bundle")
    public RestResponse<Object> verify(
            @RestQuery @Pattern(regexp = SubsystemRef.NAMESPACE_PATTERN) @Nullable String namespace,
            @RestQuery @Pattern(regexp = SubsystemRef.NAME_PATTERN) @Nullable String cluster,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit,
            @RestQuery @Nullable FailOn failOn,
            @RequestBody(required = false) @Valid @Nullable VerificationRequest request,
            @Context HttpHeaders headers) {
        var deadline = deadlines.start();
        var scope = access.scope(Right.VERIFY, namespace, deadline);
        var query = new SubsystemQuery(namespace, cluster, scope);
        var round = rounds.prepare(query, limit, VerificationResource.levels(request), deadline);
        access.isAbout(round.namespace());
        return asLines(headers)
                ? ResponseBuilder.<Object>ok(lines(round)).type(LINES_TYPE).build()
                : ResponseBuilder.<Object>ok(report(round, failOn))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .build();
    }

    private static RoundReport report(VerificationRound round, @Nullable FailOn failOn) {
        var report = round.report();
        var summary = report.summary();
        if (failOn != null && failOn.applies(summary.verdict())) {
            throw new RecoveryException(
                    Reason.VERIFICATION_FAILED,
                    "the verdict on %d bundles is %s; the report says why"
                            .formatted(summary.verified().sum(), summary.verdict()),
                    Evidence.report(report));
        }
        return report;
    }

    private StreamingOutput lines(VerificationRound round) {
        return out -> {
            var lines = new JsonLines(mapper, out);
            try {
                lines.write(round.verify(lines::write));
            } catch (UncheckedIOException e) {
                Log.debug("the reader of the lines is gone", e);
            } catch (RuntimeException e) {
                lines.write(lateProblem.of(e));
            }
        };
    }

    /** Only for whoever asks for it: a client that takes both gets what it can read at once. */
    private static boolean asLines(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .filter(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE) || type.isCompatible(LINES_TYPE))
                .findFirst()
                .filter(type -> !type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .isPresent();
    }
}
