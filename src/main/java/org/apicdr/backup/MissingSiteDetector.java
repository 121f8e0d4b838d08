package org.apicdr.backup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Detects sites that are missing from a portal backup. A site is missing if the previous backup has it, or if both an earlier
 * and a later backup have it. If a site was removed, only the first backup without it is reported. A site that appears again
 * is assumed to have existed all the time.
 */
final class MissingSiteDetector {

    private final List<List<String>> sites;
    private final Map<String, Integer> lastSeen = new HashMap<>();

    /**
     * @param sets the sets whose sites are known, oldest first
     */
    MissingSiteDetector(List<PortalBackupSet> sets) {
        this.sites = sets.stream().map(PortalBackupSet::sites).toList();
        for (int i = 0; i < sites.size(); i++) {
            for (var site : sites.get(i)) {
                lastSeen.put(site, i);
            }
        }
    }

    /** Returns the issues of each set, in the same order. */
    List<List<String>> issues() {
        var issues = new ArrayList<List<String>>();
        var before = new TreeMap<String, Integer>();
        int lastWithSites = -1;
        for (int i = 0; i < sites.size(); i++) {
            issues.add(issues(i, before, lastWithSites));
            for (var site : sites.get(i)) {
                before.put(site, i);
                lastWithSites = i;
            }
        }
        return issues;
    }

    private List<String> issues(int i, SortedMap<String, Integer> before, int lastWithSites) {
        var issues = new ArrayList<String>();
        before.forEach((site, seen) -> {
            if (sites.get(i).contains(site)) {
                return;
            }
            if (seen == lastWithSites) {
                issues.add("it lacks the site %s, which the backup before it has".formatted(site));
            } else if (lastSeen.getOrDefault(site, -1) > i) {
                issues.add("it lacks the site %s, which backups before and after it have".formatted(site));
            }
        });
        return issues;
    }
}
