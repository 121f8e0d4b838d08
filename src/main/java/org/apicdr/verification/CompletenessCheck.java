package org.apicdr.verification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SecretRequirements;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemComponent;

/** Checks the level {@code complete}: everything that the captured resources name is in the bundle. */
@ApplicationScoped
public class CompletenessCheck {

    private static final String REMEDY =
            "Repair the subsystem and capture a new bundle. This one is not sufficient for a recovery.";

    private static final String REFERENCES = "references";

    private final SecretRequirements rules;

    CompletenessCheck(SecretRequirements rules) {
        this.rules = rules;
    }

    /** Checks the payload if it was opened, else the manifest. */
    public List<VerificationCheck> check(Manifest manifest, Optional<Payload> payload) {
        var missing = new ArrayList<String>();
        for (var entry : manifest.subsystems()) {
            missing.addAll(entry.missing());
            missing.addAll(payload.map(opened -> missingIn(opened, entry)).orElseGet(() -> missingIn(entry)));
        }
        var from = payload.isPresent() ? "the payload" : "the manifest (the payload was not opened)";
        return List.of(
                check("secrets", missing, "Every secret that the captured status names is in %s.".formatted(from)),
                check("endpoints", pathsOf(manifest, CompletenessCheck::lacksEndpoints), "The endpoints are present."),
                check("settings", pathsOf(manifest, CompletenessCheck::lacksSettings), "The settings are present."),
                references(manifest, payload));
    }

    /** Checks that references to other objects than the required secrets are saved or known to be unsaved. */
    private static VerificationCheck references(Manifest manifest, Optional<Payload> payload) {
        var unlisted = pathsOf(manifest, entry -> entry.references() == null);
        if (!unlisted.isEmpty()) {
            return VerificationCheck.warn(
                    REFERENCES,
                    VerificationLevel.COMPLETE,
                    "The bundle has no list of references: other objects named by %s may not be saved."
                            .formatted(String.join(", ", unlisted)),
                    "Capture a new bundle with this version.");
        }
        var missingFiles = payload.map(opened -> missingFiles(manifest, opened)).orElse(List.of());
        if (!missingFiles.isEmpty()) {
            return VerificationCheck.fail(
                    REFERENCES,
                    VerificationLevel.COMPLETE,
                    "not in the payload: " + String.join(", ", missingFiles),
                    REMEDY);
        }
        var unsaved = manifest.subsystems().stream()
                .flatMap(entry -> ReferencedObject.unsaved(entry.referencesToLookAt()).stream())
                .distinct()
                .toList();
        return unsaved.isEmpty()
                ? VerificationCheck.pass(
                        REFERENCES,
                        VerificationLevel.COMPLETE,
                        "Every object that the resources name is saved, or is created again.")
                : VerificationCheck.warn(
                        REFERENCES, VerificationLevel.COMPLETE, String.join("; ", unsaved), ReferencedObject.REMEDY);
    }

    private static List<String> missingFiles(Manifest manifest, Payload payload) {
        var missingFiles = new TreeSet<String>();
        for (var entry : manifest.subsystems()) {
            var folder = PayloadPaths.folder(entry);
            for (var reference : Objects.requireNonNullElse(entry.references(), List.<ReferencedObject>of())) {
                var file = reference.kind().equals("ConfigMap")
                        ? PayloadPaths.configMap(folder, reference.name())
                        : PayloadPaths.secret(folder, reference.name());
                if (reference.saved() && payload.entry(file).isEmpty()) {
                    missingFiles.add(file);
                }
            }
        }
        return List.copyOf(missingFiles);
    }

    private static VerificationCheck check(String id, List<String> missing, String pass) {
        return missing.isEmpty()
                ? VerificationCheck.pass(id, VerificationLevel.COMPLETE, pass)
                : VerificationCheck.fail(
                        id,
                        VerificationLevel.COMPLETE,
                        "missing: " + missing.stream().distinct().collect(Collectors.joining(", ")),
                        REMEDY);
    }

    private List<String> missingIn(Payload payload, Manifest.Entry entry) {
        var folder = PayloadPaths.folder(entry);
        var present = payload.entries().keySet().stream()
                .filter(name -> name.startsWith(folder + "secrets/") && name.endsWith(".yaml"))
                .map(name -> name.substring(name.lastIndexOf('/') + 1, name.length() - ".yaml".length()))
                .collect(Collectors.toSet());
        return payload.yaml(PayloadPaths.resource(folder, entry.kind()))
                .map(yaml -> kind(entry)
                        .map(kind -> rules.lacking(new SubsystemComponent(kind, (ObjectNode) yaml), present))
                        .orElse(List.of()))
                .orElse(List.of("the resource of " + entry.path()));
    }

    private List<String> missingIn(Manifest.Entry entry) {
        var missing = new ArrayList<String>();
        if (hasBackups(entry) && entry.secrets().stream().noneMatch(secret -> secret.role() == SecretRole.ENCRYPTION)) {
            missing.add("status.encryptionSecret");
        }
        if (isManagement(entry)) {
            rules.requiredCredentials().stream()
                    .filter(key -> entry.secrets().stream().noneMatch(secret -> key.equals(secret.statusKey())))
                    .map(key -> "status." + key)
                    .forEach(missing::add);
        }
        return missing;
    }

    private static boolean isManagement(Manifest.Entry entry) {
        return entry.kind().equals(ResourceKind.MANAGEMENT_CLUSTER.kind());
    }

    private static Optional<ResourceKind> kind(Manifest.Entry entry) {
        return ResourceKind.ofKind(entry.kind());
    }

    private static List<String> pathsOf(Manifest manifest, Predicate<Manifest.Entry> lacks) {
        return manifest.subsystems().stream()
                .filter(lacks)
                .map(Manifest.Entry::path)
                .toList();
    }

    private static boolean lacksEndpoints(Manifest.Entry entry) {
        return hasBackups(entry) && entry.endpoints().isEmpty();
    }

    private static boolean hasBackups(Manifest.Entry entry) {
        return isManagement(entry) || entry.kind().equals(ResourceKind.PORTAL_CLUSTER.kind());
    }

    private static boolean lacksSettings(Manifest.Entry entry) {
        return (hasBackups(entry) && entry.siteName().isEmpty())
                || entry.name().isEmpty()
                || entry.version().isEmpty();
    }
}
