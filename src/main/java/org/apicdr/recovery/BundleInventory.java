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
 * @param listed the files whose names are bundle names, newest first
 * @param newest the first of them, whether or not it is authentic; empty if there is none
 * @param authentic the newest authentic one; empty if there is none
 * @param at when the bundles were listed
 * @param siteMissing a sentence if the store has no folder for this site, but for others
 */
public record BundleInventory(
        List<StoredBundle> listed,
        Optional<Known> newest,
        Optional<Known> authentic,
        Instant at,
        Optional<String> siteMissing) {

    public BundleInventory {
        listed = List.copyOf(listed);
    }

    /** Returns the inspection of the newest authentic bundle. */
    public Optional<BundleInspection> inspection() {
        return authentic.map(Known::inspection);
    }

    /** Returns the manifest of the newest authentic bundle. */
    public Optional<Manifest> manifest() {
        return inspection().flatMap(BundleInspection::trusted).map(ManifestFile::manifest);
    }

    Optional<BundleId> id() {
        return manifest().map(Manifest::id);
    }
}
