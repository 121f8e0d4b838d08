package org.apicdr.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.apicdr.core.Deadline;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.pause.Pause;
import org.apicdr.pause.PauseRequest;
import org.apicdr.pause.PauseService;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/pause")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pause", description = "Pauses of scheduled work")
class PauseResource {

    private final PauseService pauseService;
    private final SubsystemService subsystemService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    PauseResource(
            PauseService pauseService,
            SubsystemService subsystemService,
            AccessControl accessControl,
            DeadlineFactory deadlineFactory) {
        this.pauseService = pauseService;
        this.subsystemService = subsystemService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @GET
    @Operation(
            operationId = "listPauses",
            summary = "List the subsystems whose scheduled work is paused",
            description = "Shows who paused the scheduled captures and drills of a subsystem, why, and since when.")
    @APIResponse(responseCode = "200", description = "The pauses; empty if there is none")
    public PauseList list(@BeanParam SubsystemParameters subsystem) {
        var deadline = deadlineFactory.start();
        var scope = accessControl.authorizedNamespaces(Permission.GET_PAUSES, subsystem.namespace(), deadline);
        var query = subsystem.query(scope);
        return new PauseList(pauseService.list().stream()
                .filter(pause -> query.matches(new SubsystemRef(pause.namespace(), pause.cluster())))
                .toList());
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "pause",
            summary = "Pause the scheduled work of a subsystem",
            description =
                    "Pauses its scheduled captures and drills on every replica, until they are resumed. Work in progress"
                            + " ends as usual, and calls of the API still work. A pause survives restarts. Repeating the"
                            + " call replaces the reason. The body is optional.")
    @APIResponse(responseCode = "200", description = "The pause")
    public Pause pause(
            @BeanParam SubsystemParameters subsystem, @RequestBody(required = false) @Nullable PauseRequest body) {
        var deadline = deadlineFactory.start();
        var target = target(Permission.PAUSE, subsystem, deadline);
        return pauseService.pause(target, body == null ? null : body.reason(), accessControl.username());
    }

    @DELETE
    @Operation(
            operationId = "resume",
            summary = "Resume the scheduled work of a subsystem",
            description = "Ends the pause. The next scheduled capture and drill run at their next time. Does nothing if"
                    + " the subsystem is not paused.")
    @APIResponse(responseCode = "204", description = "Scheduled work is not paused")
    public RestResponse<Void> resume(@BeanParam SubsystemParameters subsystem) {
        var deadline = deadlineFactory.start();
        pauseService.resume(target(Permission.RESUME, subsystem, deadline));
        return RestResponse.noContent();
    }

    /** Returns the subsystem. One that is named in full need not exist, since it may be about to be recovered. */
    private SubsystemRef target(Permission permission, SubsystemParameters subsystem, Deadline deadline) {
        var scope = accessControl.authorizedNamespaces(permission, subsystem.namespace(), deadline);
        var query = subsystem.query(scope);
        var target = query.named()
                .orElseGet(() -> subsystemService.locate(query, deadline).ref());
        scope.require(target.namespace());
        accessControl.recordAuditTarget(target.namespace());
        return target;
    }

    /** The subsystems whose scheduled work is paused. */
    @Schema(name = "PauseList")
    public record PauseList(List<Pause> items) {

        public PauseList {
            items = List.copyOf(items);
        }
    }
}
