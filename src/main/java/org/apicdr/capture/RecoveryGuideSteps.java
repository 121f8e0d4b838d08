package org.apicdr.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.subsystem.ResourceKind;
import org.jspecify.annotations.Nullable;

/**
 * The files that steps 6 to 8 of RECOVERY.md create: for each resource its secrets and config maps, then the
 * resource. A resource that an APIConnectCluster owns has no recovery resource.
 */
final class RecoveryGuideSteps {

    private final Manifest manifest;
    private final Payload payload;

    /** Kind, namespace and name of each object that an earlier command creates. An object can be created only once. */
    private final Set<String> created = new HashSet<>();

    private final List<String> managementFiles;
    private final List<String> ownerFiles;
    private final List<Map<String, Object>> portals = new ArrayList<>();
    private final List<Map<String, Object>> others = new ArrayList<>();

    private RecoveryGuideSteps(Manifest manifest, Payload payload) {
        this.manifest = manifest;
        this.payload = payload;
        this.managementFiles = files(manifest.management());
        this.ownerFiles = ownerEntry().isEmpty() ? List.of() : filesOfOwner();
    }

    static RecoveryGuideSteps of(Manifest manifest, Payload payload) {
        var steps = new RecoveryGuideSteps(manifest, payload);
        for (var entry : manifest.subsystems().subList(1, manifest.subsystems().size())) {
            if (entry.kind().equals(ResourceKind.PORTAL_CLUSTER.kind())) {
                steps.portals.add(steps.step(entry, "PORTAL_NS_" + (steps.portals.size() + 1)));
            } else if (!isOwner(entry)) {
                steps.others.add(steps.step(entry, "OTHER_NS_" + (steps.others.size() + 1)));
            }
        }
        return steps;
    }

    /** Returns the APIConnectCluster that owns the ManagementCluster; null if there is none. */
    @Nullable
    Map<String, String> owner() {
        return ownerEntry().map(entry -> Map.of("name", entry.name())).orElse(null);
    }

    List<String> ownerFiles() {
        return ownerFiles;
    }

    List<String> managementFiles() {
        return managementFiles;
    }

    /** Returns the path of the resource from which the operator creates the management subsystem. */
    String managementRecovery() {
        return recovery(ownerEntry().orElse(manifest.management()));
    }

    List<Map<String, Object>> portals() {
        return List.copyOf(portals);
    }

    List<Map<String, Object>> others() {
        return List.copyOf(others);
    }

    /** Returns whether the bundle contains a DevPortalCluster. */
    boolean hasDevPortal() {
        return manifest.subsystems().stream()
                .anyMatch(entry -> entry.kind().equals(ResourceKind.DEV_PORTAL_CLUSTER.kind()));
    }

    /**
     * Returns the files of all components that the owner creates. They come first, because the operator starts to
     * create components as soon as the owner exists.
     */
    private List<String> filesOfOwner() {
        return manifest.subsystems().stream()
                .skip(1)
                .filter(entry -> isOwner(entry) || !hasRecovery(entry))
                .flatMap(entry -> files(entry).stream())
                .toList();
    }

    private static boolean isOwner(Manifest.Entry entry) {
        return entry.kind().equals(ResourceKind.API_CONNECT_CLUSTER.kind());
    }

    private Optional<Manifest.Entry> ownerEntry() {
        return hasRecovery(manifest.management())
                ? Optional.empty()
                : manifest.subsystems().stream()
                        .filter(RecoveryGuideSteps::isOwner)
                        .findFirst();
    }

    private Map<String, Object> step(Manifest.Entry entry, String variable) {
        var step = new HashMap<String, Object>();
        step.put("variable", variable);
        step.put("kind", entry.kind());
        step.put("namespace", entry.namespace());
        step.put("name", entry.name());
        step.put("files", files(entry));
        step.put("recovery", recovery(entry));
        step.put("owned", !hasRecovery(entry));
        step.put("owner", ownerEntry().map(Manifest.Entry::name).orElse(""));
        return step;
    }

    private boolean hasRecovery(Manifest.Entry entry) {
        return payload.entry(PayloadPaths.recoveryResource(PayloadPaths.folder(entry), entry.kind()))
                .isPresent();
    }

    private static String recovery(Manifest.Entry entry) {
        return "payload/" + PayloadPaths.recoveryResource(PayloadPaths.folder(entry), entry.kind());
    }

    private List<String> files(Manifest.Entry entry) {
        var folder = PayloadPaths.folder(entry);
        var files = new ArrayList<String>();
        var secrets = entry.secrets().stream().map(Manifest.Secret::name).toList();
        var configMaps =
                entry.savedConfigMaps().stream().map(Manifest.ConfigMap::name).toList();
        add(files, entry.namespace(), folder + "secrets/", secrets);
        add(files, entry.namespace(), folder + "configmaps/", configMaps);
        return List.copyOf(files);
    }

    /** Adds one entry for the whole folder, or one for each file if an earlier command creates some of the objects. */
    private void add(List<String> files, String namespace, String folder, List<String> names) {
        var kind = folder.endsWith("secrets/") ? "Secret" : "ConfigMap";
        var remaining = names.stream()
                .filter(name -> created.add("%s %s/%s".formatted(kind, namespace, name)))
                .toList();
        if (!names.isEmpty() && remaining.size() == names.size()) {
            files.add("payload/" + folder);
        } else {
            remaining.forEach(name -> files.add("payload/%s%s.yaml".formatted(folder, name)));
        }
    }
}
