package org.apicdr.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apicdr.bundle.Manifest;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What differs between a bundle and the live subsystem, never its value. Both descriptions must carry fingerprints of the
 * same keys.
 */
public final class Drift {

    /** Where a difference lies. */
    public enum Area {
        SUBSYSTEM,
        SECRETS,
        ENDPOINTS,
        SETTINGS
    }

    /**
     * One difference in words.
     *
     * @param component the resource that it is found in, {@code kind namespace/name}
     * @param subject the name of the secret, the endpoint, or the resource
     */
    record Difference(Area area, String component, String subject, String words) {}

    private final List<Difference> differences;

    private Drift(List<Difference> differences) {
        this.differences = new ArrayList<>(differences);
    }

    static Drift between(List<Manifest.Entry> bundle, List<Manifest.Entry> live) {
        var drift = new Drift(List.of());
        var liveByPath = byPath(live);
        var bundleByPath = byPath(bundle);
        bundle.forEach(entry -> drift.compare(entry, liveByPath));
        live.stream()
                .filter(entry -> !bundleByPath.containsKey(key(entry)))
                .forEach(entry -> drift.add(entry, Area.SUBSYSTEM, key(entry), "%s is not in the bundle"));
        return drift;
    }

    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /**
     * Leaves out the secrets and endpoints that a component of the live subsystem lacks: they cannot be captured. What one
     * component lacks hides no difference of another.
     */
    public Drift withoutMissing(SubsystemSnapshot live) {
        var missing = live.components().stream()
                .collect(Collectors.toMap(each -> key(each.component()), ComponentSnapshot::missing));
        return new Drift(differences.stream()
                .filter(difference -> !isMissing(difference, missing.getOrDefault(difference.component(), List.of())))
                .toList());
    }

    private static boolean isMissing(Difference difference, List<String> missing) {
        return switch (difference.area()) {
            case SECRETS -> missing.contains(difference.subject());
            case ENDPOINTS -> missing.contains("endpoints");
            case SUBSYSTEM, SETTINGS -> false;
        };
    }

    /** All differences in one sentence; empty where there are none. */
    public String words() {
        return differences.stream().map(Difference::words).collect(Collectors.joining("; "));
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
            add(bundle, Area.SUBSYSTEM, key(bundle), "%s does not exist any more");
            return;
        }
        if (!bundle.lineage().equals(live.lineage())) {
            add(bundle, Area.SUBSYSTEM, key(bundle), "%s is another installation");
        }
        secrets(bundle, live);
        configMaps(bundle, live);
        endpoints(bundle, live);
        if (!bundle.settingsFingerprint().equals(live.settingsFingerprint())) {
            add(bundle, Area.SETTINGS, key(bundle), "the settings of %s have changed: " + settings(bundle, live));
        }
    }

    private void secrets(Manifest.Entry bundle, Manifest.Entry live) {
        var saved = bundle.secrets().stream().collect(Collectors.toMap(Manifest.Secret::name, Function.identity()));
        var present = live.secrets().stream().collect(Collectors.toMap(Manifest.Secret::name, Function.identity()));
        for (var secret : bundle.secrets()) {
            var now = present.get(secret.name());
            if (now == null) {
                add(bundle, Area.SECRETS, secret.name(), "secret %s is not there any more");
            } else if (!now.fingerprint().equals(secret.fingerprint())) {
                add(bundle, Area.SECRETS, secret.name(), "secret %s has changed");
            }
        }
        live.secrets().stream()
                .filter(secret -> !saved.containsKey(secret.name()))
                .forEach(secret -> add(bundle, Area.SECRETS, secret.name(), "secret %s is not in the bundle"));
    }

    private void configMaps(Manifest.Entry bundle, Manifest.Entry live) {
        var saved = fingerprints(bundle);
        var present = fingerprints(live);
        saved.forEach((name, fingerprint) -> {
            var now = present.get(name);
            if (now == null) {
                add(bundle, Area.SECRETS, name, "config map %s is not there any more");
            } else if (!now.equals(fingerprint)) {
                add(bundle, Area.SECRETS, name, "config map %s has changed");
            }
        });
        present.keySet().stream()
                .filter(name -> !saved.containsKey(name))
                .forEach(name -> add(bundle, Area.SECRETS, name, "config map %s is not in the bundle"));
    }

    private static Map<String, Fingerprint> fingerprints(Manifest.Entry entry) {
        return entry.savedConfigMaps().stream()
                .collect(Collectors.toMap(
                        Manifest.ConfigMap::name, Manifest.ConfigMap::fingerprint, (first, second) -> first));
    }

    private void endpoints(Manifest.Entry bundle, Manifest.Entry live) {
        var names = new TreeSet<>(bundle.endpoints().keySet());
        names.addAll(live.endpoints().keySet());
        for (var name : names) {
            var before = bundle.endpoints().get(name);
            var now = live.endpoints().get(name);
            if (!Objects.equals(before, now)) {
                add(bundle, Area.ENDPOINTS, name, "endpoint %%s was %s and is %s".formatted(words(before), words(now)));
            }
        }
    }

    private static String settings(Manifest.Entry bundle, Manifest.Entry live) {
        var changed = new ArrayList<String>();
        note(changed, "siteName", bundle.siteName(), live.siteName());
        note(changed, "version", bundle.version(), live.version());
        note(changed, "uid", bundle.uid(), live.uid());
        note(changed, "databaseCluster", bundle.databaseCluster(), live.databaseCluster());
        noteAll(changed, "databaseBackup.", bundle.databaseBackup(), live.databaseBackup());
        noteAll(changed, "portalBackup.", bundle.portalBackup(), live.portalBackup());
        return changed.isEmpty() ? "spec.version, profile or originalUID" : String.join(", ", changed);
    }

    private static void noteAll(
            List<String> changed,
            String prefix,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> now) {
        Map<String, Object> was = before == null ? Map.of() : before;
        Map<String, Object> is = now == null ? Map.of() : now;
        var names = new TreeSet<>(was.keySet());
        names.addAll(is.keySet());
        names.forEach(name -> note(changed, prefix + name, was.get(name), is.get(name)));
    }

    private static void note(List<String> changed, String name, @Nullable Object before, @Nullable Object now) {
        if (!Objects.equals(before, now)) {
            changed.add(name);
        }
    }

    private static String words(@Nullable List<String> hosts) {
        return hosts == null ? "absent" : String.join(", ", hosts);
    }

    /** Notes a difference, with a place in its words for what it is about. */
    private void add(Manifest.Entry entry, Area area, String subject, String words) {
        differences.add(new Difference(area, key(entry), subject, words.formatted(subject)));
    }

    private static Map<String, Manifest.Entry> byPath(List<Manifest.Entry> entries) {
        return entries.stream().collect(Collectors.toMap(Drift::key, Function.identity()));
    }

    private static String key(Manifest.Entry entry) {
        return entry.kind() + " " + entry.path();
    }

    private static String key(SubsystemComponent subsystemComponent) {
        return "%s %s/%s"
                .formatted(subsystemComponent.kind().kind(), subsystemComponent.namespace(), subsystemComponent.name());
    }
}
