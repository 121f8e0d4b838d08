package org.apicdr.bundle;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Searches bundles for the newest that is authentic and of a kind that is asked for: the one that was captured last, and
 * where that was sealed anew, the last of its seals. Reads no more of them than it must.
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

    /** The newest of those that are listed, newest first. */
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

    /** Of several bundles made in the same second, the one captured last, and of those the one that is nobody's previous. */
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
