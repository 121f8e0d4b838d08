package org.apicdr.bundle;

import java.util.Optional;
import org.apicdr.subsystem.ResourceKind;

/** Where a bundle's name or place says something else than its manifest. */
final class ManifestConsistencyCheck {

    private ManifestConsistencyCheck() {}

    /** The first contradiction as a sentence; empty where all agree. */
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
        return follows(manifest.id(), manifest)
                ? Optional.empty()
                : Optional.of("the id %s does not follow from the manifest".formatted(manifest.id()));
    }

    /** Part by part, because what the manifest says may not make an id at all. */
    private static boolean follows(BundleId id, Manifest manifest) {
        var siteName = id.siteName(manifest.management().name());
        return !siteName.isEmpty()
                && siteName.equals(manifest.management().siteName())
                && id.createdAt().equals(manifest.createdAt())
                && manifest.payload().sha256().startsWith(id.payloadDigest())
                && id.dirty() == manifest.dirty();
    }
}
