package org.apicdr.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.subsystem.SubsystemRef;

/**
 * Caches the parsed and sorted file names of each folder. A name is parsed only when it is listed for the first time.
 */
final class BundleNameCache {

    private static final Comparator<BundleId> NEWEST_FIRST = Comparator.comparing(BundleId::createdAt)
            .thenComparing(Comparator.naturalOrder())
            .reversed();

    private final Map<SubsystemRef, Names> folders = new ConcurrentHashMap<>();

    /**
     * Returns the bundles among the files of a folder, newest first. Removes names that are no longer listed from the
     * cache.
     */
    List<BundleId> bundles(SubsystemRef folder, Set<String> fileNames) {
        var names = folders.getOrDefault(folder, Names.NONE).update(folder.cluster(), fileNames);
        folders.put(folder, names);
        return names.bundles();
    }

    /** Adds a bundle that was stored after the folder was listed. */
    void add(SubsystemRef folder, BundleId id) {
        folders.computeIfPresent(folder, (ref, names) -> names.with(id));
    }

    /** Returns the folders that contained the bundle when they were last listed. */
    List<SubsystemRef> holding(BundleId id) {
        return folders.entrySet().stream()
                .filter(folder -> folder.getValue().has(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The names in a folder.
     *
     * @param bundles the bundles, newest first
     * @param foreign the names of all other files
     */
    private record Names(List<BundleId> bundles, Set<String> foreign) {

        static final Names NONE = new Names(List.of(), Set.of());

        Names update(String cluster, Set<String> fileNames) {
            var unknown = new HashSet<>(fileNames);
            var listed = new ArrayList<BundleId>(fileNames.size());
            for (var bundle : bundles) {
                if (unknown.remove(bundle.fileName())) {
                    listed.add(bundle);
                }
            }
            var others = new HashSet<String>();
            for (var name : unknown) {
                var id = foreign.contains(name) ? Optional.<BundleId>empty() : BundleId.inFolder(cluster, name);
                id.ifPresentOrElse(listed::add, () -> others.add(name));
            }
            listed.sort(NEWEST_FIRST); // fast, because the cached names are sorted already
            return new Names(List.copyOf(listed), Set.copyOf(others));
        }

        Names with(BundleId id) {
            var listed = new ArrayList<BundleId>(bundles.size() + 1);
            listed.add(id);
            listed.addAll(bundles);
            listed.sort(NEWEST_FIRST);
            return new Names(List.copyOf(listed), foreign);
        }

        boolean has(BundleId id) {
            return bundles.contains(id);
        }
    }
}
