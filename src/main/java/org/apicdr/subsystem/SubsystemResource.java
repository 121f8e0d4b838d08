package org.apicdr.subsystem;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.apicdr.access.Access;
import org.apicdr.access.Right;
import org.apicdr.request.Deadlines;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/subsystems")
@Tag(name = "subsystems", description = "What the service sees on the API server")
class SubsystemResource {

    private final Subsystems subsystems;
    private final Access access;
    private final Deadlines deadlines;

    SubsystemResource(Subsystems subsystems, Access access, Deadlines deadlines) {
        this.subsystems = subsystems;
        this.access = access;
        this.deadlines = deadlines;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSubsystems",
            summary = "List the subsystems that the service sees",
            description = "Each ManagementCluster in the namespaces of apic-dr.namespaces where the caller may list"
                    + " subsystems, with its PortalClusters and the other resources that are recovered with it, and every"
                    + " object that they name: whether a capture would save it, and why not.")
    @APIResponse(responseCode = "200", description = "The subsystems; none where API Connect is not installed")
    @APIResponse(responseCode = "503", description = "The API server does not answer, or refuses")
    public SubsystemList list() {
        var deadline = deadlines.start();
        var scope = access.scope(Right.LIST_SUBSYSTEMS, null, deadline);
        var shown = subsystems.visible(deadline).stream()
                .filter(subsystem -> scope.shows(subsystem.ref().namespace()))
                .toList();
        var references = subsystems.references(shown, deadline);
        return new SubsystemList(shown.stream()
                .map(subsystem -> SubsystemSummary.of(subsystem, references))
                .toList());
    }

    /** The subsystems. */
    @Schema(name = "SubsystemList")
    public record SubsystemList(List<SubsystemSummary> items) {

        public SubsystemList {
            items = List.copyOf(items);
        }
    }
}
