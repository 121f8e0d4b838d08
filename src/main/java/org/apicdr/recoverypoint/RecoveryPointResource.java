package org.apicdr.recoverypoint;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.apicdr.access.Access;
import org.apicdr.access.Right;
import org.apicdr.request.Deadlines;
import org.apicdr.request.Limit;
import org.apicdr.subsystem.SubsystemParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/recovery-points")
@Tag(name = "recovery points", description = "What a subsystem could be recovered to")
class RecoveryPointResource {

    private final PointSearch search;
    private final Access access;
    private final Deadlines deadlines;

    RecoveryPointResource(PointSearch search, Access access, Deadlines deadlines) {
        this.search = search;
        this.access = access;
        this.deadlines = deadlines;
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
                                            minimum = Limit.MIN,
                                            maximum = Limit.MAX,
                                            defaultValue = "30"))
                    @RestQuery
                    @DefaultValue("30")
                    Limit limit,
            @RestQuery @DefaultValue("false") boolean fresh) {
        var deadline = deadlines.start();
        var scope = access.scope(Right.GET_RECOVERY_POINTS, subsystem.namespace(), deadline);
        return new RecoveryPointList(search.search(subsystem.query(scope), limit.value(), fresh, deadline));
    }

    /** The recovery points, newest first. */
    @Schema(name = "RecoveryPointList")
    public record RecoveryPointList(List<RecoveryPoint> items) {

        public RecoveryPointList {
            items = List.copyOf(items);
        }
    }
}
