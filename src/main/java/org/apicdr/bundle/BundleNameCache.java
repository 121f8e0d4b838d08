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

/** Caches the parsed names of each folder, in their order. A name is parsed when it is listed for the first time. */
final class BundleNameCache {

    private final Map<SubsystemRef, Names> folders = new ConcurrentHashMap<>();

    /** Returns the bundles among the files of a folder, newest first, and forgets the names that are gone. */
    List<BundleName> bundles(SubsystemRef folder, Set<String> fileNames) {
        var names = folders.getOrDefault(folder, Names.NONE).update(folder.cluster(), fileNames);
        folders.put(folder, names);
        return names.bundles();
    }

    /** Adds a bundle that was stored since the folder was listed. */
    void add(SubsystemRef folder, BundleId id) {
        folders.computeIfPresent(folder, (ref, names) -> names.with(id));
    }

    /** The folders that held a bundle when they were last listed. */
    List<SubsystemRef> holding(BundleId id) {
        return folders.entrySet().stream()
                .filter(folder -> folder.getValue().has(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A file that is named as a bundle.
     *
     * @param fileName the id and its suffix
     */
    record BundleName(String fileName, BundleId id) {

        static final Comparator<BundleName> NEWEST_FIRST = Comparator.comparing(
                        (BundleName name) -> name.id().createdAt())
                .thenComparing(BundleName::id)
                .reversed();
    }

    /**
     * The names in a folder.
     *
     * @param bundles newest first
     * @param foreign those of other files
     */
    private record Names(List<BundleName> bundles, Set<String> foreign) {

        static final Names NONE = new Names(List.of(), Set.of());

        Names update(String cluster, Set<String> fileNames) {
            var unknown = new HashSet<>(fileNames);
            var listed = new ArrayList<BundleName>(fileNames.size());
            for (var bundle : bundles) {
                if (unknown.remove(bundle.fileName())) {
                    listed.add(bundle);
                }
            }
            var others = new HashSet<String>();
            for (var name : unknown) {
                var id = foreign.contains(name) ? Optional.<BundleId>empty() : BundleId.inFolder(cluster, name);
                id.ifPresentOrElse(found -> listed.add(new BundleName(name, found)), () -> others.add(name));
            }
            listed.sort(BundleName.NEWEST_FIRST); // quick: all that was known is in order
            return new Names(List.copyOf(listed), Set.copyOf(others));
        }

        Names with(BundleId id) {
            var listed = new ArrayList<BundleName>(bundles.size() + 1);
            listed.add(new BundleName(id.fileName(), id));
            listed.addAll(bundles);
            listed.sort(BundleName.NEWEST_FIRST);
            return new Names(List.copyOf(listed), foreign);
        }

        boolean has(BundleId id) {
            return bundles.stream().anyMatch(name -> name.id().equals(id));
        }
    }
}
