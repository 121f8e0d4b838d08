package org.apicdr.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.apicdr.backup.run.BackupRequest;
import org.apicdr.backup.run.BackupRun;
import org.apicdr.backup.run.BackupRunId;
import org.apicdr.backup.run.BackupRunService;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/database-backups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "database-backups", description = "Backups of the database and the portals, taken at the same time")
class BackupRunResource {

    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    /** A backup takes minutes, so frequent polling is not useful. */
    private static final int RETRY_SECONDS = 10;

    private final BackupRunService runs;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    BackupRunResource(BackupRunService runs, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.runs = runs;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "takeBackups",
            summary = "Back up the database and the portals at the same time",
            description =
                    "Captures a bundle, so that the current keys are stored. Then creates the resources that request"
                            + " a full backup of the database and a backup of each portal that is not passive. Rejected, without"
                            + " creating anything, if a backup would hang or if another backup or a restore is running. Disabled"
                            + " by default. The body is optional.")
    @APIResponse(
            responseCode = "202",
            description = "The backups were requested; Location is the URL of the backup run")
    public RestResponse<BackupRun> take(@RequestBody(required = false) @Nullable BackupRequest body) {
        var request = body == null ? BackupRequest.PLAIN : body;
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.TAKE_BACKUPS, request.namespace(), deadline);
        var run = runs.take(request, namespaceScope, accessControl.username(), deadline);
        return answer(ACCEPTED, run).header(HttpHeaders.LOCATION, run.path()).build();
    }

    @GET
    @Path("/{runId}")
    @Operation(
            operationId = "getBackupRun",
            summary = "Show the state of a backup run",
            description = "Reads the state from the backup resources, so it survives a restart of the service. Poll it"
                    + " while the state is running.")
    @APIResponse(responseCode = "200", description = "The run in any state; with Retry-After while it is running")
    public RestResponse<BackupRun> get(@RestPath BackupRunId runId, @BeanParam SubsystemParameters subsystem) {
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.authorizedNamespaces(Permission.GET_BACKUPS, subsystem.namespace(), deadline);
        return answer(OK, runs.get(subsystem.query(namespaceScope), runId, deadline))
                .build();
    }

    private ResponseBuilder<BackupRun> answer(int status, BackupRun run) {
        if (run.bundle() != null) {
            accessControl.recordAuditTarget(run.namespace(), run.bundle().value());
        }
        return ResponseBuilder.<BackupRun>create(status)
                .entity(run)
                .header(HttpHeaders.RETRY_AFTER, run.state() == BackupRun.State.RUNNING ? RETRY_SECONDS : null);
    }
}
