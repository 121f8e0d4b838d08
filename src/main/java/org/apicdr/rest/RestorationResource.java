package org.apicdr.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Consumer;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.recovery.restoration.Restoration;
import org.apicdr.recovery.restoration.RestorationId;
import org.apicdr.recovery.restoration.RestorationRequest;
import org.apicdr.recovery.restoration.RestorationService;
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

@Path("/api/v1/bundles/{id}/restorations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "bundles")
class RestorationResource {

    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    /** The interval of its steps. */
    private static final int RETRY_SECONDS = 10;

    private final RestorationService restorationService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    RestorationResource(
            RestorationService restorationService, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.restorationService = restorationService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "restoreBundle",
            summary = "Restore a subsystem from a bundle",
            description =
                    "Creates the secrets, the config maps and the resources of the bundle in the namespaces of the"
                            + " capture, and restores the backups, in the order of the script recover and under the same names."
                            + " Never overwrites anything, and creates no namespace. Refused, with nothing changed, if the bundle"
                            + " is not authentic or cannot be opened, if a backup is not named, if another ManagementCluster is"
                            + " there, or if the API server would refuse an object. Scheduled work of the subsystem is paused"
                            + " until the restoration is complete. Disabled by default.")
    @APIResponse(responseCode = "202", description = "The restoration began; Location is its URL")
    @APIResponse(
            responseCode = "200",
            description = "A dry run: what would be created, and what prevents it; nothing changed")
    public RestResponse<Restoration> restore(
            @RestPath BundleId id,
            @BeanParam SubsystemParameters subsystem,
            @RequestBody(required = true) @Nullable RestorationRequest body) {
        var deadline = deadlineFactory.start();
        var scope = accessControl.scopeOfBundle(Permission.RESTORE, subsystem.namespace(), id.value(), deadline);
        var request = body == null ? RestorationRequest.PLAIN : body;
        Consumer<String> authorize = namespace -> accessControl
                .scopeOfBundle(Permission.RESTORE, namespace, id.value(), deadline)
                .require(namespace);
        var restoration = restorationService.start(
                subsystem.query(scope), id, request, authorize, accessControl.username(), deadline);
        accessControl.recordAuditTarget(restoration.namespace(), id.value());
        return request.dryRun()
                ? ResponseBuilder.<Restoration>create(OK).entity(restoration).build()
                : answer(ACCEPTED, restoration)
                        .header(HttpHeaders.LOCATION, restoration.path())
                        .build();
    }

    @GET
    @Path("/{restorationId}")
    @Operation(
            operationId = "getRestoration",
            summary = "Show a restoration",
            description =
                    "Compares each step with what the API server has now, so it survives a restart of the service."
                            + " Poll it while the state is running. Only the last restoration of each subsystem is kept.")
    @APIResponse(
            responseCode = "200",
            description = "The restoration in any state; with Retry-After while it is running")
    public RestResponse<Restoration> get(@RestPath BundleId id, @RestPath RestorationId restorationId) {
        var deadline = deadlineFactory.start();
        var scope = accessControl.scopeOfBundle(Permission.GET_RESTORATION, null, id.value(), deadline);
        return answer(OK, restorationService.get(scope, id, restorationId, deadline))
                .build();
    }

    @DELETE
    @Path("/{restorationId}")
    @Operation(
            operationId = "stopRestoration",
            summary = "Stop a restoration",
            description =
                    "Nothing more is created. What was created stays, and restores that an operator of API Connect"
                            + " has begun go on. Does nothing if the restoration has ended.")
    @APIResponse(responseCode = "200", description = "The restoration, which creates nothing more")
    public RestResponse<Restoration> stop(@RestPath BundleId id, @RestPath RestorationId restorationId) {
        var deadline = deadlineFactory.start();
        var scope = accessControl.scopeOfBundle(Permission.STOP_RESTORATION, null, id.value(), deadline);
        return answer(OK, restorationService.stop(scope, id, restorationId, deadline))
                .build();
    }

    private ResponseBuilder<Restoration> answer(int status, Restoration restoration) {
        accessControl.recordAuditTarget(
                restoration.namespace(), restoration.bundle().value());
        return ResponseBuilder.<Restoration>create(status)
                .entity(restoration)
                .header(
                        HttpHeaders.RETRY_AFTER,
                        restoration.state() == Restoration.State.RUNNING ? RETRY_SECONDS : null);
    }
}
