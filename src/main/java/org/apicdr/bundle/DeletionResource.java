package org.apicdr.bundle;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.Path;
import org.apicdr.access.Access;
import org.apicdr.access.Right;
import org.apicdr.request.Deadlines;
import org.apicdr.subsystem.SubsystemParameters;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/bundles")
@Tag(name = "bundles")
class DeletionResource {

    private final BundleDeletion deletion;
    private final Access access;
    private final Deadlines deadlines;

    DeletionResource(BundleDeletion deletion, Access access, Deadlines deadlines) {
        this.deletion = deletion;
        this.access = access;
        this.deadlines = deadlines;
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteBundle",
            summary = "Delete a bundle",
            description = "Removes the file from the store, and what is remembered of its verifications. The newest"
                    + " authentic bundle of an installation is kept unless force is true; one that is not authentic is"
                    + " deleted as it is.")
    @APIResponse(responseCode = "204", description = "The bundle is deleted")
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The store holds no such bundle")
    @APIResponse(
            responseCode = "409",
            description = "It is the newest authentic bundle, or the store does not let it be removed, or more than one"
                    + " subsystem has such a bundle")
    @APIResponse(responseCode = "503", description = "The store cannot be used")
    public void delete(
            @RestPath BundleId id,
            @BeanParam SubsystemParameters subsystem,
            @Parameter(description = "Delete it even if it is the newest authentic one")
                    @RestQuery
                    @DefaultValue("false")
                    boolean force) {
        var deadline = deadlines.start();
        var scope = access.scopeOfBundle(Right.DELETE, subsystem.namespace(), id.value(), deadline);
        var deleted = deletion.delete(subsystem.query(scope), id, force, deadline);
        access.isAbout(deleted.folder().namespace(), id.value());
    }
}
