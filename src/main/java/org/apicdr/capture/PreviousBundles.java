package org.apicdr.capture;

import java.util.Optional;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.ManifestFile;

/**
 * The bundles that the store already has of a subsystem. Only authentic bundles count.
 *
 * @param newest the newest bundle of its name, of any installation
 * @param previous the newest bundle of its lineage
 */
record PreviousBundles(Optional<BundleInspection> newest, Optional<BundleInspection> previous) {

    /** Returns the manifest of the previous bundle of the same lineage. */
    Optional<ManifestFile> previousManifest() {
        return previous.flatMap(BundleInspection::trusted);
    }
}
