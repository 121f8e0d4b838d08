package org.apicdr.bundle;

import java.util.Optional;
import org.apicdr.subsystem.ResourceKind;

/** Compares a bundle's name and folder with its manifest. */
final class ManifestConsistencyCheck {

    private ManifestConsistencyCheck() {}

    /** Returns the first mismatch as a sentence, or empty if there is none. */
    static Optional<String> in(String site, StoredBundle bundle, Manifest manifest) {
        var management = manifest.management();
        if (!management.kind().equals(ResourceKind.MANAGEMENT_CLUSTER.kind())) {
            return Optional.of("The first subsystem of the manifest is not a ManagementCluster.");
        }
        if (!manifest.site().equals(site)) {
            return Optional.of("The bundle was created at site %s but is in the folder of site %s."
                    .formatted(manifest.site(), site));
        }
        if (!management.path().equals(bundle.folder().toString())) {
            return Optional.of("The bundle belongs to %s but is in the folder of %s."
                    .formatted(management.path(), bundle.folder()));
        }
        if (!manifest.id().equals(bundle.id())) {
            return Optional.of(
                    "The file is named %s, but the id of the bundle is %s.".formatted(bundle.id(), manifest.id()));
        }
        return idMatches(manifest.id(), manifest)
                ? Optional.empty()
                : Optional.of("The id %s does not match the manifest.".formatted(manifest.id()));
    }

    /** Compares the parts one by one, because the values of a manifest need not form a valid id. */
    private static boolean idMatches(BundleId id, Manifest manifest) {
        var siteName = id.siteName(manifest.management().name());
        return !siteName.isEmpty()
                && siteName.equals(manifest.management().siteName())
                && id.createdAt().equals(manifest.createdAt())
                && manifest.payload().sha256().startsWith(id.payloadDigest())
                && id.dirty() == manifest.dirty();
    }
}
