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
 * The differences between a bundle and the live subsystem, without secret values. Both sides must have fingerprints of the same
 * key.
 */
public final class Drift {

    /** The area of a difference. */
    public enum Area {
        SUBSYSTEM,
        SECRETS,
        ENDPOINTS,
        SETTINGS
    }

    /**
     * One difference.
     *
     * @param component the resource that differs, {@code kind namespace/name}
     * @param subject the name of the secret, endpoint or resource
     * @param words the description
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
     * Omits secrets and endpoints that are missing in a component of the live subsystem, because they cannot be captured.
     * Differences of other components are kept.
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

    /** Returns all differences as one text; empty if there are none. */
    public String describe() {
        return differences.stream().map(Difference::words).collect(Collectors.joining("; "));
    }

    /** Returns the differences of an area as one text; empty if there are none. */
    String in(Area area) {
        return differences.stream()
                .filter(difference -> difference.area() == area)
                .map(Difference::words)
                .collect(Collectors.joining("; "));
    }

    private void compare(Manifest.Entry bundle, Map<String, Manifest.Entry> liveByPath) {
        var live = liveByPath.get(key(bundle));
        if (live == null) {
            add(bundle, Area.SUBSYSTEM, key(bundle), "%s no longer exists");
            return;
        }
        if (!bundle.lineage().equals(live.lineage())) {
            add(bundle, Area.SUBSYSTEM, key(bundle), "%s is a different installation");
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
                add(bundle, Area.SECRETS, secret.name(), "secret %s is no longer in the live subsystem");
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
                add(bundle, Area.SECRETS, name, "config map %s is no longer in the live subsystem");
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
                add(
                        bundle,
                        Area.ENDPOINTS,
                        name,
                        "endpoint %%s was %s and is %s".formatted(describe(before), describe(now)));
            }
        }
    }

    private static String settings(Manifest.Entry bundle, Manifest.Entry live) {
        var changed = new ArrayList<String>();
        addIfChanged(changed, "siteName", bundle.siteName(), live.siteName());
        addIfChanged(changed, "version", bundle.version(), live.version());
        addIfChanged(changed, "uid", bundle.uid(), live.uid());
        addIfChanged(changed, "databaseCluster", bundle.databaseCluster(), live.databaseCluster());
        addAllChanged(changed, "databaseBackup.", bundle.databaseBackup(), live.databaseBackup());
        addAllChanged(changed, "portalBackup.", bundle.portalBackup(), live.portalBackup());
        return changed.isEmpty() ? "spec.version, profile or originalUID" : String.join(", ", changed);
    }

    private static void addAllChanged(
            List<String> changed,
            String prefix,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> now) {
        Map<String, Object> was = before == null ? Map.of() : before;
        Map<String, Object> is = now == null ? Map.of() : now;
        var names = new TreeSet<>(was.keySet());
        names.addAll(is.keySet());
        names.forEach(name -> addIfChanged(changed, prefix + name, was.get(name), is.get(name)));
    }

    private static void addIfChanged(List<String> changed, String name, @Nullable Object before, @Nullable Object now) {
        if (!Objects.equals(before, now)) {
            changed.add(name);
        }
    }

    private static String describe(@Nullable List<String> hosts) {
        return hosts == null ? "absent" : String.join(", ", hosts);
    }

    /** Adds a difference.
     *
     * @param format the description, with a placeholder for the subject
     */
    private void add(Manifest.Entry entry, Area area, String subject, String format) {
        differences.add(new Difference(area, key(entry), subject, format.formatted(subject)));
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
