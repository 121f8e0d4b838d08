package org.apicdr.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.apicdr.bundle.Bundle;
import org.apicdr.capture.CaptureCommand;
import org.apicdr.capture.CaptureRequest;
import org.apicdr.capture.CaptureService;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/bundles")
@Tag(name = "bundles")
class CaptureResource {

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final CaptureService captureService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    CaptureResource(CaptureService captureService, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.captureService = captureService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "captureBundle",
            summary = "Capture a subsystem into a new DR bundle",
            description = "Reads the subsystem and its secrets, checks that nothing is missing, seals and signs a"
                    + " bundle, and publishes it. A bundle is stored completely or not at all, and never overwritten."
                    + " The body is optional.")
    @APIResponse(responseCode = "201", description = "A new bundle was stored")
    @APIResponse(
            responseCode = "200",
            description = "Nothing has changed since this bundle was captured (onlyIfChanged)")
    public RestResponse<Bundle> capture(@RequestBody(required = false) @Nullable CaptureRequest body) {
        var request = body == null ? CaptureRequest.PLAIN : body;
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.CAPTURE, request.namespace(), deadline);
        var captured = captureService.capture(
                CaptureCommand.byRequest(request, namespaceScope, accessControl.username()), deadline);
        accessControl.recordAuditTarget(
                captured.stored().folder().namespace(), captured.stored().id().value());
        return ResponseBuilder.<Bundle>create(captured.created() ? CREATED : OK)
                .entity(captured.bundle())
                .header(HttpHeaders.LOCATION, BundleResource.path(captured.stored()))
                .build();
    }
}
