package org.apicdr.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.Path;
import org.apicdr.bundle.BundleDeletion;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
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
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    DeletionResource(BundleDeletion deletion, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.deletion = deletion;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
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
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.scopeOfBundle(Permission.DELETE, subsystem.namespace(), id.value(), deadline);
        var deleted = deletion.delete(subsystem.query(namespaceScope), id, force, deadline);
        accessControl.recordAuditTarget(deleted.folder().namespace(), id.value());
    }
}
