package org.apicdr.bundle;

import java.util.Optional;
import org.apicdr.subsystem.ResourceKind;

/** Where a bundle's name or place says something else than its manifest. */
final class Contradiction {

    private Contradiction() {}

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
        return manifest.id().equals(expected(manifest))
                ? Optional.empty()
                : Optional.of("the id %s does not follow from the manifest".formatted(manifest.id()));
    }

    private static BundleId expected(Manifest manifest) {
        return BundleId.of(
                manifest.management().name(),
                manifest.management().siteName(),
                manifest.createdAt(),
                manifest.payload().sha256(),
                manifest.dirty());
    }
}
