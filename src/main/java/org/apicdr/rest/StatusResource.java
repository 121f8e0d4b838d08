package org.apicdr.rest;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.monitoring.StatusReport;
import org.apicdr.monitoring.StatusService;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/status")
@Tag(name = "status", description = "State of the service and of every subsystem")
class StatusResource {

    private final StatusService statusService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    StatusResource(StatusService statusService, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.statusService = statusService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getStatus",
            summary = "Show the state of every subsystem, of both servers and of the schedule",
            description =
                    "Returns one line for each subsystem that the caller may see, the worst first: whether it could be"
                            + " recovered now and to which time, its newest bundle, and since when it differs from that."
                            + " Can be called every 30 seconds, because expensive results are cached. A server that"
                            + " cannot be used is part of the answer.")
    @APIResponse(responseCode = "200", description = "The status")
    public StatusReport show(@RestQuery @DefaultValue("false") boolean fresh) {
        var deadline = deadlineFactory.start();
        var scope = accessControl.authorizedNamespaces(Permission.GET_RECOVERABILITY, null, deadline);
        return statusService.status(scope, fresh, deadline);
    }
}
