package org.apicdr.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apicdr.bundle.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What differs between a bundle and the live subsystem, never its value. Both descriptions must carry fingerprints of the
 * same keys.
 */
public final class Drift {

    /** Where a difference lies. */
    enum Area {
        SUBSYSTEM,
        SECRETS,
        ENDPOINTS,
        SETTINGS
    }

    /** One difference in words. */
    record Difference(Area area, String words) {}

    private final List<Difference> differences = new ArrayList<>();

    private Drift() {}

    static Drift between(List<Manifest.Entry> bundle, List<Manifest.Entry> live) {
        var drift = new Drift();
        var liveByPath = byPath(live);
        var bundleByPath = byPath(bundle);
        bundle.forEach(entry -> drift.compare(entry, liveByPath));
        live.stream()
                .filter(entry -> !bundleByPath.containsKey(key(entry)))
                .forEach(entry -> drift.add(Area.SUBSYSTEM, "%s is not in the bundle".formatted(key(entry))));
        return drift;
    }

    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /** The differences of an area in one sentence; empty where there are none. */
    String in(Area area) {
        return differences.stream()
                .filter(difference -> difference.area() == area)
                .map(Difference::words)
                .collect(Collectors.joining("; "));
    }

    private void compare(Manifest.Entry bundle, Map<String, Manifest.Entry> liveByPath) {
        var live = liveByPath.get(key(bundle));
        if (live == null) {
            add(Area.SUBSYSTEM, "%s does not exist any more".formatted(key(bundle)));
            return;
        }
        if (!bundle.lineage().equals(live.lineage())) {
            add(Area.SUBSYSTEM, "%s is another installation".formatted(key(bundle)));
        }
        secrets(bundle, live);
        endpoints(bundle, live);
        if (!bundle.settingsFingerprint().equals(live.settingsFingerprint())) {
            add(Area.SETTINGS, settings(bundle, live));
        }
    }

    private void secrets(Manifest.Entry bundle, Manifest.Entry live) {
        var saved = bundle.secrets().stream().collect(Collectors.toMap(Manifest.Secret::name, Function.identity()));
        var present = live.secrets().stream().collect(Collectors.toMap(Manifest.Secret::name, Function.identity()));
        for (var secret : bundle.secrets()) {
            var now = present.get(secret.name());
            if (now == null) {
                add(Area.SECRETS, "secret %s is not there any more".formatted(secret.name()));
            } else if (!now.fingerprint().equals(secret.fingerprint())) {
                add(Area.SECRETS, "secret %s has changed".formatted(secret.name()));
            }
        }
        live.secrets().stream()
                .filter(secret -> !saved.containsKey(secret.name()))
                .forEach(secret -> add(Area.SECRETS, "secret %s is not in the bundle".formatted(secret.name())));
    }

    private void endpoints(Manifest.Entry bundle, Manifest.Entry live) {
        var names = new TreeSet<>(bundle.endpoints().keySet());
        names.addAll(live.endpoints().keySet());
        for (var name : names) {
            var before = bundle.endpoints().get(name);
            var now = live.endpoints().get(name);
            if (!Objects.equals(before, now)) {
                add(Area.ENDPOINTS, "endpoint %s was %s and is %s".formatted(name, words(before), words(now)));
            }
        }
    }

    private static String settings(Manifest.Entry bundle, Manifest.Entry live) {
        var changed = new ArrayList<String>();
        note(changed, "siteName", bundle.siteName(), live.siteName());
        note(changed, "version", bundle.version(), live.version());
        note(changed, "uid", bundle.uid(), live.uid());
        note(changed, "databaseCluster", bundle.databaseCluster(), live.databaseCluster());
        note(changed, "databaseBackup", bundle.databaseBackup(), live.databaseBackup());
        note(changed, "portalBackup", bundle.portalBackup(), live.portalBackup());
        var what = changed.isEmpty() ? "spec.version, profile or originalUID" : String.join(", ", changed);
        return "the settings of %s have changed: %s".formatted(key(bundle), what);
    }

    private static void note(List<String> changed, String name, @Nullable Object before, @Nullable Object now) {
        if (!Objects.equals(before, now)) {
            changed.add(name);
        }
    }

    private static String words(@Nullable List<String> hosts) {
        return hosts == null ? "absent" : String.join(", ", hosts);
    }

    private void add(Area area, String words) {
        differences.add(new Difference(area, words));
    }

    private static Map<String, Manifest.Entry> byPath(List<Manifest.Entry> entries) {
        return entries.stream().collect(Collectors.toMap(Drift::key, Function.identity()));
    }

    private static String key(Manifest.Entry entry) {
        return entry.kind() + " " + entry.path();
    }
}
