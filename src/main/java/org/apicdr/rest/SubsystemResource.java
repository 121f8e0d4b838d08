package org.apicdr.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.subsystem.SubsystemSummary;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/subsystems")
@Tag(name = "subsystems", description = "Subsystems on the Kubernetes API server")
class SubsystemResource {

    private final SubsystemService subsystemService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    SubsystemResource(SubsystemService subsystemService, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.subsystemService = subsystemService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSubsystems",
            summary = "List the visible subsystems",
            description =
                    "Lists each ManagementCluster in those namespaces of apic-dr.namespaces in which the caller may"
                            + " list subsystems, with its PortalClusters and the other resources that are recovered with it."
                            + " For every object that they reference, shows whether a capture would save it, and why not.")
    @APIResponse(responseCode = "200", description = "The subsystems; empty if API Connect is not installed")
    public SubsystemList list() {
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.LIST_SUBSYSTEMS, null, deadline);
        var subsystems = subsystemService.visible(deadline).stream()
                .filter(subsystem -> namespaceScope.shows(subsystem.ref().namespace()))
                .toList();
        var references = subsystemService.references(subsystems, deadline);
        return new SubsystemList(subsystems.stream()
                .map(subsystem -> SubsystemSummary.of(subsystem, references))
                .toList());
    }

    /** A list of subsystems. */
    @Schema(name = "SubsystemList")
    public record SubsystemList(List<SubsystemSummary> items) {

        public SubsystemList {
            items = List.copyOf(items);
        }
    }
}
