package org.apicdr.backup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells which sites a backup of a portal lacks: those that the one before it has, and those that backups before and after it
 * have. So of a site that was removed only the first backup without it is suspected; a site that comes back is taken to
 * have been there all along.
 */
final class MissingSiteDetector {

    private final List<List<String>> sites;
    private final Map<String, Integer> lastSeen = new HashMap<>();

    /**
     * @param sets those whose sites are known, oldest first
     */
    MissingSiteDetector(List<PortalBackupSet> sets) {
        this.sites = sets.stream().map(PortalBackupSet::sites).toList();
        for (int i = 0; i < sites.size(); i++) {
            for (var site : sites.get(i)) {
                lastSeen.put(site, i);
            }
        }
    }

    /** What speaks against each of the sets, in the same order. */
    List<List<String>> doubts() {
        var doubts = new ArrayList<List<String>>();
        var before = new TreeMap<String, Integer>();
        int lastWithSites = -1;
        for (int i = 0; i < sites.size(); i++) {
            doubts.add(doubts(i, before, lastWithSites));
            for (var site : sites.get(i)) {
                before.put(site, i);
                lastWithSites = i;
            }
        }
        return doubts;
    }

    private List<String> doubts(int i, SortedMap<String, Integer> before, int lastWithSites) {
        var doubts = new ArrayList<String>();
        before.forEach((site, seen) -> {
            if (sites.get(i).contains(site)) {
                return;
            }
            if (seen == lastWithSites) {
                doubts.add("it lacks the site %s, which the backup before it has".formatted(site));
            } else if (lastSeen.getOrDefault(site, -1) > i) {
                doubts.add("it lacks the site %s, which backups before and after it have".formatted(site));
            }
        });
        return doubts;
    }
}
