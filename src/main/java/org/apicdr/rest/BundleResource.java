package org.apicdr.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.apicdr.bundle.Bundle;
import org.apicdr.bundle.BundleFilter;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleLinks;
import org.apicdr.bundle.BundlePage;
import org.apicdr.bundle.BundleService;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/bundles")
@Tag(name = "bundles", description = "DR bundles on the store")
class BundleResource {

    private final BundleService bundleService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;
    private final Clock clock;

    BundleResource(
            BundleService bundleService, AccessControl accessControl, DeadlineFactory deadlineFactory, Clock clock) {
        this.bundleService = bundleService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listBundles",
            summary = "List the bundles, newest first",
            description =
                    "Reads folder listings only, of the namespaces where the caller may list bundles. The list may be five seconds old, as its Age header says;"
                            + " Cache-Control: no-cache asks the store. Files that are no bundles are counted, not shown.")
    @APIResponse(
            responseCode = "200",
            description = "One page of the list",
            headers = @Header(name = "Age", ref = "Age"),
            content = @Content(schema = @Schema(implementation = BundlePage.class)))
    @APIResponse(responseCode = "400", description = "A parameter is out of range or malformed")
    @APIResponse(responseCode = "503", description = "The store cannot be used")
    public RestResponse<BundlePage> list(
            @BeanParam SubsystemParameters subsystem,
            @Parameter(schema = @Schema(type = STRING, format = "date-time")) @RestQuery @Nullable OffsetDateTime since,
            @Parameter(schema = @Schema(type = STRING, format = "date-time")) @RestQuery @Nullable OffsetDateTime until,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = INTEGER,
                                            format = "int32",
                                            minimum = ItemLimit.MIN,
                                            maximum = ItemLimit.MAX,
                                            defaultValue = "100"))
                    @RestQuery
                    @DefaultValue("100")
                    ItemLimit limit,
            @RestQuery @Nullable String cursor,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CACHE_CONTROL) @Nullable String cacheControl) {
        var deadline = deadlineFactory.start();
        var filter = new BundleFilter(
                subsystem.query(accessControl.authorizedNamespaces(Permission.LIST, subsystem.namespace(), deadline)),
                since == null ? null : since.toInstant(),
                until == null ? null : until.toInstant(),
                BundleFilter.parse(cursor));
        boolean fresh = cacheControl != null && cacheControl.contains("no-cache");
        var found = bundleService.list(filter, limit.value(), fresh, deadline);
        var age = found.at().map(at -> Duration.between(at, clock.instant()).toSeconds());
        return ResponseBuilder.ok(found.page())
                .header("Age", Math.max(0, age.orElse(0L)))
                .build();
    }

    @GET
    @Path("/latest")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getLatestBundle",
            summary = "Show the newest authentic bundle",
            description = "Walks back from the newest name until a bundle is authentic.")
    @APIResponse(
            responseCode = "200",
            description = "The bundle",
            headers = @Header(name = "Content-Location", ref = "Content-Location"),
            content = @Content(schema = @Schema(implementation = Bundle.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The store holds no authentic bundle")
    @APIResponse(responseCode = "409", description = "More than one subsystem has bundles: say which")
    @APIResponse(responseCode = "503", description = "The store cannot be used")
    public RestResponse<Bundle> latest(@BeanParam SubsystemParameters subsystem) {
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.GET, subsystem.namespace(), deadline);
        var latest = bundleService.latest(subsystem.query(namespaceScope), deadline);
        accessControl.recordAuditTarget(
                latest.bundle().folder().namespace(), latest.bundle().id().value());
        return ResponseBuilder.ok(bundleService.view(latest))
                .header(HttpHeaders.CONTENT_LOCATION, BundleLinks.bundle(latest.bundle()))
                .build();
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getBundle",
            summary = "Show one bundle, its signature checked",
            description = "Reads the whole file. Its manifest is shown only where the bundle is authentic.")
    @APIResponse(responseCode = "200", description = "The bundle; its manifest only where it is authentic")
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The store holds no such bundle")
    @APIResponse(responseCode = "409", description = "More than one subsystem has such a bundle: say which")
    @APIResponse(responseCode = "503", description = "The store cannot be used")
    public Bundle get(@RestPath BundleId id, @BeanParam SubsystemParameters subsystem) {
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.scopeOfBundle(Permission.GET, subsystem.namespace(), id.value(), deadline);
        var found = bundleService.get(subsystem.query(namespaceScope), id, deadline);
        accessControl.recordAuditTarget(found.bundle().folder().namespace(), id.value());
        return bundleService.view(found);
    }
}
