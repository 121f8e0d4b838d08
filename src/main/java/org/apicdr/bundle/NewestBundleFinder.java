package org.apicdr.bundle;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the newest authentic bundle whose manifest matches a condition: the most recently captured one, or its most
 * recent re-seal. Reads only as many bundles as necessary.
 */
final class NewestBundleFinder {

    private static final Comparator<BundleInspection> BY_CAPTURE = Comparator.comparing(
            bundleInspection -> bundleInspection.capturedAt().orElse(Instant.MIN));

    private final Function<StoredBundle, Optional<BundleInspection>> reader;
    private final Predicate<Manifest> wanted;

    NewestBundleFinder(Function<StoredBundle, Optional<BundleInspection>> reader, Predicate<Manifest> wanted) {
        this.reader = reader;
        this.wanted = wanted;
    }

    /** Returns the newest matching bundle of a list that is sorted newest first. */
    Optional<BundleInspection> in(List<StoredBundle> bundles) {
        Optional<BundleInspection> newest = Optional.empty();
        for (int i = 0; i < bundles.size(); i++) {
            var createdAt = bundles.get(i).id().createdAt();
            if (newest.flatMap(BundleInspection::capturedAt)
                    .filter(time -> !time.isBefore(createdAt))
                    .isPresent()) {
                return newest;
            }
            int first = i;
            while (i + 1 < bundles.size() && bundles.get(i + 1).id().createdAt().equals(createdAt)) {
                i++;
            }
            newest = Stream.of(newest, lastOf(bundles.subList(first, i + 1)))
                    .flatMap(Optional::stream)
                    .max(BY_CAPTURE);
        }
        return newest;
    }

    /**
     * Returns the newest of several bundles created in the same second: the one that was captured last, and among
     * equals the one that no other names as its previous bundle.
     */
    private Optional<BundleInspection> lastOf(List<StoredBundle> bundles) {
        var authentic = bundles.stream()
                .flatMap(bundle -> reader.apply(bundle).stream())
                .filter(bundleInspection -> bundleInspection
                        .trusted()
                        .map(ManifestFile::manifest)
                        .filter(wanted)
                        .isPresent())
                .toList();
        var previous = authentic.stream()
                .flatMap(bundleInspection -> bundleInspection.trusted().stream())
                .map(file -> file.manifest().previous())
                .flatMap(link -> Optional.ofNullable(link).stream())
                .map(Manifest.Reference::id)
                .toList();
        return authentic.stream()
                .max(BY_CAPTURE.thenComparing(bundleInspection ->
                        !previous.contains(bundleInspection.bundle().id())));
    }
}
