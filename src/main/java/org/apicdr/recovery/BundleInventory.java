package org.apicdr.recovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionCache.Known;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.StoredBundle;

/**
 * The bundles of a subsystem.
 *
 * @param listed the files that are named as bundles, newest first
 * @param newest the first of them, whatever it is; empty where there is none
 * @param authentic the newest authentic one; empty where there is none
 * @param at when they were listed
 */
public record BundleInventory(
        List<StoredBundle> listed, Optional<Known> newest, Optional<Known> authentic, Instant at) {

    public BundleInventory {
        listed = List.copyOf(listed);
    }

    /** The newest authentic bundle. */
    public Optional<BundleInspection> inspection() {
        return authentic.map(Known::inspection);
    }

    /** What that bundle says of itself. */
    public Optional<Manifest> manifest() {
        return inspection().flatMap(BundleInspection::trusted).map(ManifestFile::manifest);
    }

    Optional<BundleId> id() {
        return manifest().map(Manifest::id);
    }
}
