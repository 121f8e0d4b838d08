package org.apicdr.recoverypoint;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.apicdr.access.Access;
import org.apicdr.access.Right;
import org.apicdr.request.Deadlines;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

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
            @RestQuery @Pattern(regexp = SubsystemRef.NAMESPACE_PATTERN) @Nullable String namespace,
            @RestQuery @Pattern(regexp = SubsystemRef.NAME_PATTERN) @Nullable String cluster,
            @RestQuery @DefaultValue("30") @Min(1) @Max(1000) int limit,
            @RestQuery @DefaultValue("false") boolean fresh) {
        var deadline = deadlines.start();
        var scope = access.scope(Right.GET_RECOVERY_POINTS, namespace, deadline);
        return new RecoveryPointList(
                search.search(new SubsystemQuery(namespace, cluster, scope), limit, fresh, deadline));
    }

    /** The recovery points, newest first. */
    public record RecoveryPointList(List<RecoveryPoint> items) {

        public RecoveryPointList {
            items = List.copyOf(items);
        }
    }
}
