package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds every reference in a resource: each field of {@code spec} and {@code status} that names a Secret, a ConfigMap, or something
 * that must exist in the cluster. Names are never guessed: default names differ between form factors.
 */
final class ReferenceScanner {

    private static final String ADDITIONAL = "apic-dr.capture.additional-secrets";
    private static final String CERTIFICATES = "apic-dr.capture.certificates";

    private static final List<SecretRole> ORDER = List.of(
            SecretRole.ENCRYPTION,
            SecretRole.CREDENTIAL,
            SecretRole.BACKUP_CREDENTIALS,
            SecretRole.CERTIFICATE,
            SecretRole.ADDITIONAL);

    /** Characters, as Kubernetes bounds names. */
    private static final int MAX_NAME = 253;

    /** Characters of a path. */
    private static final int MAX_PATH = 200;

    private static final Pattern KIND = Pattern.compile("[A-Za-z]{1,63}");

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    /** What a key in a path is not shown with: paths stand in logs and tables. */
    private static final Pattern STRANGE = Pattern.compile("[^ -&(-~]");

    private final SubsystemComponent subsystemComponent;
    private final List<Reference> references = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ReferenceScanner(SubsystemComponent subsystemComponent) {
        this.subsystemComponent = subsystemComponent;
    }

    /** The references of a resource and those that the operator configured, encryption secret first, in a stable order. */
    static References scan(SubsystemComponent subsystemComponent, SecretSelection secretSelection) {
        var scanner = new ReferenceScanner(subsystemComponent);
        scanner.walk(
                "status",
                List.of("status"),
                subsystemComponent.resource().path("status"),
                subsystemComponent.resource());
        scanner.walk(
                "spec", List.of("spec"), subsystemComponent.resource().path("spec"), subsystemComponent.resource());
        if (subsystemComponent.isManagement()) {
            secretSelection
                    .certificates()
                    .forEach(name -> scanner.configured(CERTIFICATES, name, SecretRole.CERTIFICATE));
            secretSelection.additional().forEach(name -> scanner.configured(ADDITIONAL, name, SecretRole.ADDITIONAL));
        }
        scanner.requireNames(secretSelection.requiredCredentials());
        scanner.references.sort(Comparator.comparing(ReferenceScanner::rank));
        return new References(scanner.references, scanner.missing, scanner.warnings);
    }

    /** Secrets keep the order of their roles, required ones first; config maps and all else come last. */
    private static int rank(Reference reference) {
        int byRole = reference.role() == null ? ORDER.size() : ORDER.indexOf(reference.role());
        return reference.treatment() == ReferenceTreatment.REQUIRED ? byRole : ORDER.size() + byRole;
    }

    private void walk(String fullPath, List<String> path, JsonNode node, JsonNode parent) {
        var shown = fullPath.length() > MAX_PATH ? fullPath.substring(0, MAX_PATH) + "…" : fullPath;
        if (node.isTextual()) {
            leaf(shown, path, node.textValue(), parent);
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk("%s[%d]".formatted(shown, i), path, node.path(i), node);
            }
        } else {
            for (var field : node.properties()) {
                var key = field.getKey();
                var below = new ArrayList<>(path);
                below.add(key);
                walk(
                        PLAIN_KEY.matcher(key).matches()
                                ? shown + "." + key
                                : "%s['%s']"
                                        .formatted(shown, STRANGE.matcher(key).replaceAll("?")),
                        below,
                        field.getValue(),
                        node);
            }
        }
    }

    private void leaf(String shown, List<String> path, String value, JsonNode parent) {
        if (value.isEmpty() || isLabel(path, parent)) {
            return;
        }
        var rule = ReferenceRules.of(subsystemComponent.kind(), path);
        if (rule.isEmpty()) {
            if (ReferenceRules.looksLikeReference(path)) {
                unknown(shown, path, value);
            }
            return;
        }
        var treatment = rule.get().treatment();
        var kind = rule.get().kind();
        var issuer = parent.path("kind").asText();
        if (kind.equals(ReferenceRules.ISSUER) && KIND.matcher(issuer).matches()) {
            kind = issuer;
        }
        boolean named =
                treatment == ReferenceTreatment.PROVIDED ? value.length() <= MAX_NAME : SubsystemRef.isName(value);
        if (named) {
            references.add(
                    new Reference(shown, kind, value, treatment, rule.get().role(), statusKey(path)));
        } else if (treatment == ReferenceTreatment.REQUIRED) {
            missing.add(shown + " (no secret name)");
        } else {
            warnNoName(shown);
        }
    }

    /** Beside a {@code secretName}, a {@code name} says only what the secret is for. */
    private static boolean isLabel(List<String> path, JsonNode parent) {
        return path.get(path.size() - 1).equals("name") && parent.has("secretName");
    }

    /** The value may be anything, a password too, so that only a valid name is ever shown. */
    private void unknown(String shown, List<String> path, String value) {
        var prefix = subsystemComponent.namespace() + "/";
        var name = value.startsWith(prefix) ? value.substring(prefix.length()) : value;
        if (SubsystemRef.isName(name)) {
            var kind = ReferenceRules.likelyKind(path);
            references.add(new Reference(
                    shown, kind, name, ReferenceTreatment.UNKNOWN, SecretRole.ADDITIONAL, statusKey(path)));
        } else {
            warnNoName(shown);
        }
    }

    /** Never shows the value, which may be a password. */
    private void warnNoName(String shown) {
        warnings.add("%s of %s looks like a reference, but its value is no name; nothing was saved for it"
                .formatted(shown, subsystemComponent.title()));
    }

    private static @Nullable String statusKey(List<String> path) {
        return path.get(0).equals("status") ? path.get(1) : null;
    }

    private void configured(String property, String name, SecretRole role) {
        if (SubsystemRef.isName(name)) {
            references.add(new Reference(property, Reference.SECRET, name, ReferenceTreatment.REQUIRED, role, null));
        } else {
            missing.add("%s (no secret name)".formatted(property));
        }
    }

    private void requireNames(List<String> requiredCredentials) {
        switch (subsystemComponent.kind()) {
            case MANAGEMENT_CLUSTER -> {
                requireName("status.encryptionSecret");
                requiredCredentials.forEach(key -> requireName("status." + key));
            }
            case PORTAL_CLUSTER -> requireName("status.encryptionSecret");
            case DEV_PORTAL_CLUSTER, WM_API_GATEWAY_CLUSTER -> {
                if (subsystemComponent
                        .resource()
                        .at("/spec/encryptionSecret/secretName")
                        .asText()
                        .isEmpty()) {
                    warnings.add(
                            ("%s names no encryption secret in spec.encryptionSecret: find out which one its operator made, and"
                                            + " add it to apic-dr.capture.additional-secrets")
                                    .formatted(subsystemComponent.title()));
                }
            }
            default -> {}
        }
    }

    private void requireName(String path) {
        var node = subsystemComponent.resource().at("/" + path.replace('.', '/'));
        if (!node.isTextual() || node.textValue().isEmpty()) {
            missing.add(path);
        }
    }

    /**
     * What a resource names.
     *
     * @param references each field that names an object; an object may be named by several
     * @param missing fields that should name a secret and do not
     * @param warnings sentences on fields whose values are no names, and on names that are not given
     */
    record References(List<Reference> references, List<String> missing, List<String> warnings) {

        References {
            references = List.copyOf(references);
            missing = List.copyOf(missing);
            warnings = List.copyOf(warnings);
        }
    }
}
