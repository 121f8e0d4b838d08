package org.apicdr.capture;

import java.util.Optional;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.ManifestFile;

/**
 * What the store holds of a subsystem already; only authentic bundles count.
 *
 * @param newest the newest bundle of its name, whichever installation it is of
 * @param previous the newest bundle of its lineage
 */
record PreviousBundles(Optional<BundleInspection> newest, Optional<BundleInspection> previous) {

    /** The manifest of the bundle before the next one. */
    Optional<ManifestFile> previousManifest() {
        return previous.flatMap(BundleInspection::trusted);
    }
}
