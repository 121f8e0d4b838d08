package org.apicdr.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import org.apicdr.bundle.ArchiveContents;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.core.Deadline;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/api/v1/bundles")
@Tag(name = "bundles")
class ArchiveResource {

    private static final String TAR = "application/x-tar";

    private final BundleService bundleService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    ArchiveResource(BundleService bundleService, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.bundleService = bundleService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @GET
    @Path("/{id}/archive")
    @Produces(TAR)
    @Operation(
            operationId = "downloadBundle",
            summary = "Download the file of a bundle",
            description = "The file as it lies on the store. Its digest is that of its bytes now; whether it is"
                    + " authentic is a question for a verification.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            headers = {
                @Header(name = "Content-Disposition", ref = "Content-Disposition"),
                @Header(name = "Repr-Digest", ref = "Repr-Digest")
            },
            content = @Content(mediaType = TAR, schema = @Schema(type = STRING, format = "binary")))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The store holds no such bundle")
    @APIResponse(responseCode = "409", description = "More than one subsystem has such a bundle: say which")
    @APIResponse(responseCode = "503", description = "The store cannot be used")
    public RestResponse<InputStream> archive(@RestPath BundleId id, @BeanParam SubsystemParameters subsystem) {
        var deadline = deadlineFactory.start();
        var namespaceScope =
                accessControl.scopeOfBundle(Permission.DOWNLOAD, subsystem.namespace(), id.value(), deadline);
        return download(bundleService.get(subsystem.query(namespaceScope), id, deadline), deadline);
    }

    @GET
    @Path("/latest/archive")
    @Produces(TAR)
    @Operation(
            operationId = "downloadLatestBundle",
            summary = "Download the file of the newest authentic bundle",
            description = "Walks back from the newest name until a bundle is authentic.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            headers = {
                @Header(name = "Content-Disposition", ref = "Content-Disposition"),
                @Header(name = "Repr-Digest", ref = "Repr-Digest")
            },
            content = @Content(mediaType = TAR, schema = @Schema(type = STRING, format = "binary")))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The store holds no authentic bundle")
    @APIResponse(responseCode = "409", description = "More than one subsystem has bundles: say which")
    @APIResponse(responseCode = "503", description = "The store cannot be used")
    public RestResponse<InputStream> latestArchive(@BeanParam SubsystemParameters subsystem) {
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.DOWNLOAD, subsystem.namespace(), deadline);
        return download(bundleService.latest(subsystem.query(namespaceScope), deadline), deadline);
    }

    private RestResponse<InputStream> download(BundleInspection bundleInspection, Deadline deadline) {
        var bundle = bundleInspection.bundle();
        accessControl.recordAuditTarget(bundle.folder().namespace(), bundle.id().value());
        var response = ResponseBuilder.ok(bundleService.open(bundle, deadline))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s\"".formatted(bundle.id().fileName()))
                .header(HttpHeaders.CONTENT_LENGTH, bundle.sizeBytes())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        bundleInspection
                .contents()
                .map(ArchiveResource::digest)
                .ifPresent(digest -> response.header("Repr-Digest", digest));
        return response.build();
    }

    private static String digest(ArchiveContents contents) {
        var sha256 = HexFormat.of().parseHex(contents.file().sha256());
        return "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(sha256));
    }
}
