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
@Tag(name = "recovery points", description = "What a subsystem could be recovered to")
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
            summary = "List what the subsystem could be recovered to, newest first",
            description = "Each database backup that could be restored, with the portal backup that is nearest in time"
                    + " and the bundle that holds the encryption key which was in force. Files of backups may have been"
                    + " looked at up to five minutes ago, bundles up to an hour.")
    @APIResponse(responseCode = "200", description = "The recovery points; none where no backup could be restored")
    @APIResponse(responseCode = "400", description = "A parameter is out of range or malformed")
    @APIResponse(responseCode = "404", description = "There is no such subsystem")
    @APIResponse(responseCode = "409", description = "More than one subsystem is visible, or it is changing")
    @APIResponse(responseCode = "503", description = "The API server or the store cannot be used")
    public RecoveryPointList list(
            @BeanParam SubsystemParameters subsystem,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = INTEGER,
                                            format = "int32",
                                            minimum = ItemLimit.MIN,
                                            maximum = ItemLimit.MAX,
                                            defaultValue = "30"))
                    @RestQuery
                    @DefaultValue("30")
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
