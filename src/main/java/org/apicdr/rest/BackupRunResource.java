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
import org.apicdr.backup.run.BackupRunCommand;
import org.apicdr.backup.run.BackupRunId;
import org.apicdr.backup.run.BackupRunService;
import org.apicdr.backup.run.BackupRunState;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/database-backups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "database-backups", description = "Backups of the database and the portals, taken together")
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
            summary = "Take the backups of the database and of the portals at the same moment",
            description = "Captures a bundle, so that the keys in force are kept, then makes the resources by which the"
                    + " operators are asked for a full backup of the database and one of each portal that is not passive. Refused, with"
                    + " nothing made, while a backup would hang or meet another one or a restore. Off by default. The"
                    + " body may be left out.")
    @APIResponse(
            responseCode = "202",
            description = "The backups have been asked for; Location shows how far they have come",
            headers = {@Header(name = "Location", ref = "Location"), @Header(name = "Retry-After", ref = "Retry-After")
            },
            content = @Content(schema = @Schema(implementation = BackupRun.class)))
    @APIResponse(responseCode = "400", description = "The body is malformed")
    @APIResponse(responseCode = "404", description = "There is no such subsystem")
    @APIResponse(
            responseCode = "409",
            description = "Switched off; or the subsystem or a portal is not n/n, is being backed up or restored, or"
                    + " cannot be captured; or the ManagementCluster is passive, or the cluster does not take such"
                    + " backups",
            headers = @Header(name = "Retry-After", ref = "Retry-After"))
    @APIResponse(responseCode = "503", description = "The API server or the store cannot be used")
    public RestResponse<BackupRun> take(@RequestBody(required = false) @Nullable BackupRequest body) {
        var request = body == null ? BackupRequest.PLAIN : body;
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.TAKE_BACKUPS, request.namespace(), deadline);
        var run = runs.take(new BackupRunCommand(request, namespaceScope, accessControl.username()), deadline);
        return answer(ACCEPTED, run).header(HttpHeaders.LOCATION, run.path()).build();
    }

    @GET
    @Path("/{runId}")
    @Operation(
            operationId = "getBackupRun",
            summary = "Show how far a backup run has come",
            description = "Asks the resources of the backups themselves, so it does not matter whether the service has"
                    + " been restarted since. Poll it while its state is running.")
    @APIResponse(
            responseCode = "200",
            description = "The run, whatever its state; Retry-After while it is running",
            headers = @Header(name = "Retry-After", ref = "Retry-After"),
            content = @Content(schema = @Schema(implementation = BackupRun.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "There is no such subsystem, or no such run of it")
    @APIResponse(responseCode = "409", description = "More than one subsystem is visible: say which")
    @APIResponse(responseCode = "503", description = "The API server does not answer, or refuses")
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
                .header(HttpHeaders.RETRY_AFTER, run.state() == BackupRunState.RUNNING ? RETRY_SECONDS : null);
    }
}
