package org.apicdr.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.recovery.point.RecoveryPointService;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/recovery-points")
@Tag(name = "recovery points", description = "Points to which a subsystem can be recovered")
class RecoveryPointResource {

    private final RecoveryPointService recoveryPointService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    RecoveryPointResource(
            RecoveryPointService recoveryPointService, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.recoveryPointService = recoveryPointService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listRecoveryPoints",
            summary = "List the recovery points of a subsystem, newest first",
            description = "Lists each database backup that can be restored, with the portal backups nearest in time and"
                    + " the bundle with the encryption key that was current then. Listings of backup files are cached"
                    + " for up to five minutes, bundles for up to an hour.")
    @APIResponse(responseCode = "200", description = "The recovery points; empty if no backup can be restored")
    public RecoveryPointList list(
            @BeanParam SubsystemParameters subsystem,
            @Parameter(schema = @Schema(type = INTEGER, defaultValue = "30")) @RestQuery @DefaultValue("30")
                    ItemLimit limit,
            @RestQuery @DefaultValue("false") boolean fresh) {
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.authorizedNamespaces(Permission.GET_RECOVERY_POINTS, subsystem.namespace(), deadline);
        return new RecoveryPointList(
                recoveryPointService.search(subsystem.query(namespaceScope), limit.value(), fresh, deadline));
    }

    /** A list of recovery points, newest first. */
    @Schema(name = "RecoveryPointList")
    public record RecoveryPointList(List<RecoveryPoint> items) {

        public RecoveryPointList {
            items = List.copyOf(items);
        }
    }
}
