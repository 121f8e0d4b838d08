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
            return Optional.of("the manifest's first subsystem is no ManagementCluster");
        }
        if (!manifest.site().equals(site)) {
            return Optional.of(
                    "it was made at site %s and lies in the folder of site %s".formatted(manifest.site(), site));
        }
        if (!management.path().equals(bundle.folder().toString())) {
            return Optional.of(
                    "it is a bundle of %s and lies in the folder of %s".formatted(management.path(), bundle.folder()));
        }
        if (!manifest.id().equals(bundle.id())) {
            return Optional.of("the file is named %s, the bundle's id is %s".formatted(bundle.id(), manifest.id()));
        }
        return idMatches(manifest.id(), manifest)
                ? Optional.empty()
                : Optional.of("the id %s does not follow from the manifest".formatted(manifest.id()));
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
