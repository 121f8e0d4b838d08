package org.apicdr.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.apicdr.bundle.Bundle;
import org.apicdr.bundle.BundleId;
import org.apicdr.capture.reseal.ResealRequest;
import org.apicdr.capture.reseal.ResealService;
import org.apicdr.core.DeadlineFactory;
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

@Path("/api/v1/bundles")
@Tag(name = "bundles")
class ResealResource {

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final ResealService resealService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    ResealResource(ResealService resealService, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.resealService = resealService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @POST
    @Path("/{id}/reseals")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "resealBundle",
            summary = "Re-seal the content of a bundle to the current recipients, as a new bundle",
            description = "Opens an authentic bundle with the age identity of the service, seals its content to the"
                    + " configured recipients, signs it with the current key, and publishes it under a new id. The"
                    + " original bundle is not changed. The new bundle keeps the capture time of the original, because"
                    + " its content is the same. The body is optional; it cannot name recipients.")
    @APIResponse(responseCode = "201", description = "A new bundle was stored")
    @APIResponse(
            responseCode = "200",
            description = "This bundle is already sealed to the current recipients and signed with the current key")
    public RestResponse<Bundle> reseal(
            @RestPath BundleId id,
            @BeanParam SubsystemParameters subsystem,
            @RequestBody(required = false) @Nullable ResealRequest body) {
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.scopeOfBundle(Permission.CAPTURE, subsystem.namespace(), id.value(), deadline);
        var resealed = resealService.reseal(
                subsystem.query(namespaceScope),
                id,
                body == null ? ResealRequest.PLAIN : body,
                accessControl.username(),
                deadline);
        accessControl.recordAuditTarget(
                resealed.stored().folder().namespace(), resealed.stored().id().value());
        return ResponseBuilder.<Bundle>create(resealed.created() ? CREATED : OK)
                .entity(resealed.bundle())
                .header(HttpHeaders.LOCATION, BundleResource.path(resealed.stored()))
                .build();
    }
}
