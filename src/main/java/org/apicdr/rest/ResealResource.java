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
import org.apicdr.bundle.BundleLinks;
import org.apicdr.capture.reseal.ResealCommand;
import org.apicdr.capture.reseal.ResealRequest;
import org.apicdr.capture.reseal.ResealService;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
            summary = "Seal what a bundle holds to the present recipients, as a new bundle",
            description = "Opens an authentic bundle with the service's identity, seals its content to the recipients"
                    + " that are configured now, signs it with the present key and publishes it under a new id. The"
                    + " former bundle stays as it is. Its content is no fresher for that: the new one counts as captured"
                    + " when the former one was. The body may be left out; it cannot name recipients.")
    @APIResponse(
            responseCode = "201",
            description = "A new bundle is on the store",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(schema = @Schema(implementation = Bundle.class)))
    @APIResponse(
            responseCode = "200",
            description = "This bundle is sealed to the present recipients and signed with the present key already",
            headers = @Header(name = "Location", ref = "Location"),
            content = @Content(schema = @Schema(implementation = Bundle.class)))
    @APIResponse(responseCode = "400", description = "The body or a parameter is malformed")
    @APIResponse(responseCode = "404", description = "The store holds no such bundle")
    @APIResponse(
            responseCode = "409",
            description = "The service holds no identity that opens it, it is not authentic or damaged, a bundle of its"
                    + " subsystem is being made, or more than one subsystem has such a bundle",
            headers = @Header(name = "Retry-After", ref = "Retry-After"))
    @APIResponse(responseCode = "503", description = "The store or a key file cannot be used")
    public RestResponse<Bundle> reseal(
            @RestPath BundleId id,
            @BeanParam SubsystemParameters subsystem,
            @RequestBody(required = false) @Nullable ResealRequest order) {
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.scopeOfBundle(Permission.CAPTURE, subsystem.namespace(), id.value(), deadline);
        var command = new ResealCommand(
                subsystem.query(namespaceScope),
                id,
                order == null ? ResealRequest.PLAIN : order,
                accessControl.username());
        var resealed = resealService.reseal(command, deadline);
        accessControl.recordAuditTarget(
                resealed.stored().folder().namespace(), resealed.stored().id().value());
        return ResponseBuilder.<Bundle>create(resealed.created() ? CREATED : OK)
                .entity(resealed.bundle())
                .header(HttpHeaders.LOCATION, BundleLinks.bundle(resealed.stored()))
                .build();
    }
}
