package org.apicdr.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import org.apicdr.bundle.ArchiveContents;
import org.apicdr.bundle.ArchiveContents.Part;
import org.apicdr.bundle.Bundle;
import org.apicdr.bundle.BundleFilter;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundlePage;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.rest.RangeParameters.ByteRange;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Lists, shows, downloads and deletes the bundles on the store. Captures, re-seals and verifications of bundles have
 * resources of their own under the same path.
 */
@Path("/api/v1/bundles")
@Tag(name = "bundles", description = "DR bundles on the store")
class BundleResource {

    private static final String TAR = "application/x-tar";

    private static final String PART = "The requested range of the file";

    private static final String UNCHANGED = "The caller has the file, as If-None-Match says";

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_MODIFIED = 304;

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
                    "Reads only the folder listings of the namespaces in which the caller may list bundles. The list may be"
                            + " five seconds old; the Age header has its age, and Cache-Control: no-cache reads it from"
                            + " the store. Files that are not bundles are counted but not listed.")
    @APIResponse(responseCode = "200", description = "One page of the list")
    public RestResponse<BundlePage> list(
            @BeanParam SubsystemParameters subsystem,
            @Parameter(schema = @Schema(type = STRING, format = "date-time")) @RestQuery @Nullable RequestTime since,
            @Parameter(schema = @Schema(type = STRING, format = "date-time")) @RestQuery @Nullable RequestTime until,
            @Parameter(schema = @Schema(type = INTEGER, defaultValue = "100")) @RestQuery @DefaultValue("100")
                    ItemLimit limit,
            @RestQuery @Nullable String cursor,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CACHE_CONTROL) @Nullable String cacheControl) {
        var deadline = deadlineFactory.start();
        var filter = new BundleFilter(
                subsystem.query(accessControl.authorizedNamespaces(Permission.LIST, subsystem.namespace(), deadline)),
                since == null ? null : since.value(),
                until == null ? null : until.value(),
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
            description = "Searches from the newest bundle backwards for an authentic one.")
    @APIResponse(responseCode = "200", description = "The bundle")
    public RestResponse<Bundle> latest(@BeanParam SubsystemParameters subsystem) {
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.GET, subsystem.namespace(), deadline);
        var latest = bundleService.latest(subsystem.query(namespaceScope), deadline);
        accessControl.recordAuditTarget(
                latest.bundle().folder().namespace(), latest.bundle().id().value());
        return ResponseBuilder.ok(bundleService.view(latest))
                .header(HttpHeaders.CONTENT_LOCATION, path(latest.bundle()))
                .build();
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getBundle",
            summary = "Show a bundle and check its signature",
            description = "Reads the whole file. The manifest is shown only if the bundle is authentic.")
    @APIResponse(responseCode = "200", description = "The bundle; with its manifest only if it is authentic")
    public Bundle get(@RestPath BundleId id, @BeanParam SubsystemParameters subsystem) {
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.scopeOfBundle(Permission.GET, subsystem.namespace(), id.value(), deadline);
        var found = bundleService.get(subsystem.query(namespaceScope), id, deadline);
        accessControl.recordAuditTarget(found.bundle().folder().namespace(), id.value());
        return bundleService.view(found);
    }

    @GET
    @Path("/{id}/archive")
    @Produces(TAR)
    @Operation(
            operationId = "downloadBundle",
            summary = "Download the file of a bundle",
            description =
                    "Returns the file as it is on the store, for any Accept. Repr-Digest is the digest of the whole"
                            + " file. It does not prove that the bundle is authentic; verify the bundle for that. With"
                            + " Range, an interrupted download is resumed.")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "206", description = PART)
    @APIResponse(responseCode = "304", description = UNCHANGED)
    public RestResponse<InputStream> archive(
            @RestPath BundleId id,
            @BeanParam SubsystemParameters subsystem,
            @BeanParam RangeParameters range,
            @Context Request request) {
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.scopeOfBundle(Permission.DOWNLOAD, subsystem.namespace(), id.value(), deadline);
        return download(bundleService.get(subsystem.query(namespaceScope), id, deadline), range, request, deadline);
    }

    @GET
    @Path("/latest/archive")
    @Produces(TAR)
    @Operation(
            operationId = "downloadLatestBundle",
            summary = "Download the file of the newest authentic bundle",
            description = "Searches from the newest bundle backwards for an authentic one, and returns its file as"
                    + " downloadBundle does. To resume a download, send If-Range: another bundle may be the newest by"
                    + " then.")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "206", description = PART)
    @APIResponse(responseCode = "304", description = UNCHANGED)
    public RestResponse<InputStream> latestArchive(
            @BeanParam SubsystemParameters subsystem, @BeanParam RangeParameters range, @Context Request request) {
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.DOWNLOAD, subsystem.namespace(), deadline);
        return download(bundleService.latest(subsystem.query(namespaceScope), deadline), range, request, deadline);
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteBundle",
            summary = "Delete a bundle",
            description = "Removes the file and its remembered verdicts from the store. The newest authentic bundle of"
                    + " an installation is deleted only if force is true. A bundle that is not authentic does not need"
                    + " force.")
    @APIResponse(responseCode = "204", description = "The bundle is deleted")
    public void delete(
            @RestPath BundleId id,
            @BeanParam SubsystemParameters subsystem,
            @RestQuery @DefaultValue("false") boolean force) {
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.scopeOfBundle(Permission.DELETE, subsystem.namespace(), id.value(), deadline);
        var deleted = bundleService.delete(subsystem.query(namespaceScope), id, force, deadline);
        accessControl.recordAuditTarget(deleted.folder().namespace(), id.value());
    }

    /** Returns the API path of a bundle. The query names the subsystem, so that the path is unambiguous. */
    static String path(StoredBundle bundle) {
        return "/api/v1/bundles/%s?namespace=%s&cluster=%s"
                .formatted(
                        bundle.id(),
                        bundle.folder().namespace(),
                        bundle.folder().cluster());
    }

    /** Range is defined for GET alone (RFC 9110, section 14.2), and used only for a file whose digest is known. */
    private RestResponse<InputStream> download(
            BundleInspection bundleInspection, RangeParameters parameters, Request request, Deadline deadline) {
        var bundle = bundleInspection.bundle();
        accessControl.recordAuditTarget(bundle.folder().namespace(), bundle.id().value());
        var file = bundleInspection.contents().map(ArchiveContents::file);
        var eTag = file.map(BundleResource::eTag);
        if (eTag.filter(parameters::excludes).isPresent()) {
            return ResponseBuilder.<InputStream>create(NOT_MODIFIED)
                    .header(HttpHeaders.ETAG, eTag.get())
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        }
        var part = file.filter(known -> request.getMethod().equals(HttpMethod.GET))
                .flatMap(known -> parameters.in(eTag(known), known.sizeBytes()));
        var range = part.orElse(new ByteRange(0, bundleInspection.fileSize()));
        var response = ResponseBuilder.<InputStream>create(part.isPresent() ? PARTIAL_CONTENT : OK)
                .entity(bundleService.open(bundleInspection, range.offset(), range.length(), deadline))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s\"".formatted(bundle.id().fileName()))
                .header(HttpHeaders.CONTENT_LENGTH, range.length())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Accept-Ranges", file.isPresent() ? "bytes" : "none");
        file.ifPresent(known -> response.header(HttpHeaders.ETAG, eTag(known)).header("Repr-Digest", digest(known)));
        part.ifPresent(sent -> response.header("Content-Range", sent.contentRange(bundleInspection.fileSize())));
        return response.build();
    }

    private static String eTag(Part file) {
        return "\"%s\"".formatted(file.sha256());
    }

    private static String digest(Part file) {
        var sha256 = HexFormat.of().parseHex(file.sha256());
        return "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(sha256));
    }
}
