package org.apicdr.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A bundle and the result of reading it.
 *
 * @param summary the properties that follow from its name
 * @param location the address of the file, {@code sftp://host:port/path}
 * @param sha256 SHA-256 of the file, lower-case hex
 * @param signature whether the bundle is authentic, and the key that signed it
 * @param manifest its manifest; absent unless the bundle is authentic
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Bundle")
public record Bundle(
        @JsonUnwrapped BundleSummary summary,
        URI location,
        @Nullable String sha256,
        Signature signature,
        @Schema(implementation = Manifest.class) @Nullable JsonNode manifest) {

    static Bundle of(String site, URI location, BundleInspection bundleInspection) {
        return new Bundle(
                BundleSummary.of(site, bundleInspection.bundle()),
                location,
                bundleInspection
                        .contents()
                        .map(contents -> contents.file().sha256())
                        .orElse(null),
                Signature.of(bundleInspection),
                bundleInspection.trusted().map(ManifestFile::json).orElse(null));
    }

    /**
     * The authenticity of a bundle.
     *
     * @param outcome {@code pass} or {@code fail}
     * @param signer fingerprint of the key that signed it
     * @param detail the checks that failed; absent if all passed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BundleSignature")
    public record Signature(
            @Schema(enumeration = {"pass", "fail"}) String outcome,
            @Nullable String signer,
            @Nullable String detail) {

        static Signature of(BundleInspection bundleInspection) {
            boolean authentic = bundleInspection.authentic();
            return new Signature(
                    authentic ? "pass" : "fail",
                    bundleInspection.signer().orElse(null),
                    authentic ? null : bundleInspection.describeFailures());
        }
    }
}
