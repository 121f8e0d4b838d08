package org.apicdr.bundle;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import org.apicdr.request.Deadlines;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
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

    private static final String TAR = "application/x-tar";

    private final Bundles bundles;
    private final Deadlines deadlines;
    private final Clock clock;

    BundleResource(Bundles bundles, Deadlines deadlines, Clock clock) {
        this.bundles = bundles;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listBundles",
            summary = "List the bundles, newest first",
            description = "Reads folder listings only. The list may be five seconds old, as its Age header says;"
                    + " Cache-Control: no-cache asks the store. Files that are no bundles are counted, not shown.")
    @APIResponse(
            responseCode = "200",
            description = "One page of the list",
            headers = @Header(name = "Age", ref = "Age"),
            content = @Content(schema = @Schema(implementation = BundlePage.class)))
    @APIResponse(responseCode = "400", description = "A parameter is out of range or malformed")
    @APIResponse(responseCode = "503", description = "The store cannot be used")
    public RestResponse<BundlePage> list(
            @RestQuery @Pattern(regexp = SubsystemRef.NAMESPACE_PATTERN) @Nullable String namespace,
            @RestQuery @Pattern(regexp = SubsystemRef.NAME_PATTERN) @Nullable String cluster,
            @Parameter(schema = @Schema(type = STRING, format = "date-time")) @RestQuery @Nullable OffsetDateTime since,
            @Parameter(schema = @Schema(type = STRING, format = "date-time")) @RestQuery @Nullable OffsetDateTime until,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit,
            @RestQuery @Nullable String cursor,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CACHE_CONTROL) @Nullable String cacheControl) {
        var filter = new BundleFilter(
                new SubsystemQuery(namespace, cluster),
                since == null ? null : since.toInstant(),
                until == null ? null : until.toInstant(),
                BundleFilter.parse(cursor));
        boolean fresh = cacheControl != null && cacheControl.contains("no-cache");
        var found = bundles.list(filter, limit, fresh, deadlines.start());
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
    public RestResponse<Bundle> latest(
            @RestQuery @Pattern(regexp = SubsystemRef.NAMESPACE_PATTERN) @Nullable String namespace,
            @RestQuery @Pattern(regexp = SubsystemRef.NAME_PATTERN) @Nullable String cluster) {
        var latest = bundles.latest(new SubsystemQuery(namespace, cluster), deadlines.start());
        return ResponseBuilder.ok(bundles.view(latest))
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
    public Bundle get(
            @RestPath BundleId id,
            @RestQuery @Pattern(regexp = SubsystemRef.NAMESPACE_PATTERN) @Nullable String namespace,
            @RestQuery @Pattern(regexp = SubsystemRef.NAME_PATTERN) @Nullable String cluster) {
        return bundles.view(bundles.get(new SubsystemQuery(namespace, cluster), id, deadlines.start()));
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
    public RestResponse<InputStream> archive(
            @RestPath BundleId id,
            @RestQuery @Pattern(regexp = SubsystemRef.NAMESPACE_PATTERN) @Nullable String namespace,
            @RestQuery @Pattern(regexp = SubsystemRef.NAME_PATTERN) @Nullable String cluster) {
        return download(bundles.get(new SubsystemQuery(namespace, cluster), id, deadlines.start()));
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
    public RestResponse<InputStream> latestArchive(
            @RestQuery @Pattern(regexp = SubsystemRef.NAMESPACE_PATTERN) @Nullable String namespace,
            @RestQuery @Pattern(regexp = SubsystemRef.NAME_PATTERN) @Nullable String cluster) {
        return download(bundles.latest(new SubsystemQuery(namespace, cluster), deadlines.start()));
    }

    private RestResponse<InputStream> download(Inspection inspection) {
        var bundle = inspection.bundle();
        var response = ResponseBuilder.ok(bundles.open(bundle, deadlines.start()))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s\"".formatted(bundle.id().fileName()))
                .header(HttpHeaders.CONTENT_LENGTH, bundle.sizeBytes())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        inspection.contents().map(BundleResource::digest).ifPresent(digest -> response.header("Repr-Digest", digest));
        return response.build();
    }

    private static String digest(ArchiveContents contents) {
        var sha256 = HexFormat.of().parseHex(contents.file().sha256());
        return "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(sha256));
    }
}
