package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * Finds every reference in a resource: each field of {@code spec} and {@code status} that names a Secret, a
 * ConfigMap, or an object that must exist in the cluster. Names are never guessed, because default names differ
 * between form factors.
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

    /** The maximum length of a name in Kubernetes, in characters. */
    private static final int MAX_NAME = 253;

    /** The maximum length of a path, in characters. */
    private static final int MAX_PATH = 200;

    private static final Pattern KIND = Pattern.compile("[A-Za-z]{1,63}");

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    /** Characters that are replaced in paths, because paths appear in logs and tables. */
    private static final Pattern UNSAFE = Pattern.compile("[^ -&(-~]");

    private final SubsystemComponent subsystemComponent;
    private final List<Reference> references = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ReferenceScanner(SubsystemComponent subsystemComponent) {
        this.subsystemComponent = subsystemComponent;
    }

    /**
     * Returns the references of a resource and the configured ones in a stable order, encryption secret first.
     *
     * @param requiredCredentials keys of the ManagementCluster's status that must name a secret
     * @param additional names of additional secrets in the subsystem's namespace
     * @param certificates names of certificate secrets in the subsystem's namespace
     */
    static References scan(
            SubsystemComponent subsystemComponent,
            List<String> requiredCredentials,
            List<String> additional,
            List<String> certificates) {
        var scanner = new ReferenceScanner(subsystemComponent);
        scanner.walk(
                "status",
                List.of("status"),
                subsystemComponent.resource().path("status"),
                subsystemComponent.resource());
        scanner.walk(
                "spec", List.of("spec"), subsystemComponent.resource().path("spec"), subsystemComponent.resource());
        if (subsystemComponent.isManagement()) {
            certificates.forEach(name -> scanner.configured(CERTIFICATES, name, SecretRole.CERTIFICATE));
            additional.forEach(name -> scanner.configured(ADDITIONAL, name, SecretRole.ADDITIONAL));
        }
        scanner.requireNames(requiredCredentials);
        scanner.references.sort(Comparator.comparing(ReferenceScanner::rank));
        return new References(scanner.references, scanner.missing, scanner.warnings);
    }

    /** Orders references: required secrets by role, then other secrets by role, then all others. */
    private static int rank(Reference reference) {
        int byRole = reference.role() == null ? ORDER.size() : ORDER.indexOf(reference.role());
        return reference.treatment() == Treatment.REQUIRED ? byRole : ORDER.size() + byRole;
    }

    private void walk(String fullPath, List<String> path, JsonNode node, JsonNode parent) {
        var displayPath = fullPath.length() > MAX_PATH ? fullPath.substring(0, MAX_PATH) + "…" : fullPath;
        if (node.isTextual()) {
            leaf(displayPath, path, node.textValue(), parent);
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk("%s[%d]".formatted(displayPath, i), path, node.path(i), node);
            }
        } else {
            for (var field : node.properties()) {
                var key = field.getKey();
                var below = new ArrayList<>(path);
                below.add(key);
                walk(
                        PLAIN_KEY.matcher(key).matches()
                                ? displayPath + "." + key
                                : "%s['%s']"
                                        .formatted(
                                                displayPath, UNSAFE.matcher(key).replaceAll("?")),
                        below,
                        field.getValue(),
                        node);
            }
        }
    }

    private void leaf(String displayPath, List<String> path, String value, JsonNode parent) {
        if (value.isEmpty() || isLabel(path, parent)) {
            return;
        }
        var rule = ReferenceRules.of(subsystemComponent.kind(), path);
        if (rule.isEmpty()) {
            if (ReferenceRules.looksLikeReference(path)) {
                unknown(displayPath, path, value);
            }
            return;
        }
        var treatment = rule.get().treatment();
        var kind = rule.get().kind();
        var issuer = parent.path("kind").asText();
        if (kind.equals(ReferenceRules.ISSUER) && KIND.matcher(issuer).matches()) {
            kind = issuer;
        }
        boolean named = treatment == Treatment.PROVIDED ? value.length() <= MAX_NAME : SubsystemRef.isName(value);
        if (named) {
            references.add(new Reference(
                    displayPath, kind, value, treatment, rule.get().role(), statusKey(path)));
        } else if (treatment == Treatment.REQUIRED) {
            missing.add(displayPath + " (no secret name)");
        } else {
            warnNoName(displayPath);
        }
    }

    /** Returns whether a field only labels a secret: a {@code name} next to a {@code secretName}. */
    private static boolean isLabel(List<String> path, JsonNode parent) {
        return path.get(path.size() - 1).equals("name") && parent.has("secretName");
    }

    /** Adds a reference of an unknown field. The value may be a password, so only a valid name is displayPath. */
    private void unknown(String displayPath, List<String> path, String value) {
        var prefix = subsystemComponent.namespace() + "/";
        var name = value.startsWith(prefix) ? value.substring(prefix.length()) : value;
        if (SubsystemRef.isName(name)) {
            var kind = ReferenceRules.likelyKind(path);
            references.add(
                    new Reference(displayPath, kind, name, Treatment.UNKNOWN, SecretRole.ADDITIONAL, statusKey(path)));
        } else {
            warnNoName(displayPath);
        }
    }

    /** Warns about a value that is not a name. Does not show the value, which may be a password. */
    private void warnNoName(String displayPath) {
        warnings.add("%s of %s looks like a reference, but its value is not a name. Nothing was saved for it."
                .formatted(displayPath, subsystemComponent.title()));
    }

    private static @Nullable String statusKey(List<String> path) {
        return path.get(0).equals("status") ? path.get(1) : null;
    }

    private void configured(String property, String name, SecretRole role) {
        if (SubsystemRef.isName(name)) {
            references.add(new Reference(property, Reference.SECRET, name, Treatment.REQUIRED, role, null));
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
                            ("%s names no encryption secret in spec.encryptionSecret. Find the one that its operator created, and"
                                            + " add it to apic-dr.capture.additional-secrets.")
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
     * The names in a resource.
     *
     * @param references each field that names an object; several fields may name the same object
     * @param missing fields that should name a secret but do not
     * @param warnings sentences about fields with invalid names, and about missing names
     */
    record References(List<Reference> references, List<String> missing, List<String> warnings) {

        References {
            references = List.copyOf(references);
            missing = List.copyOf(missing);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A field of a resource that names another object.
     *
     * @param path the field, for example {@code spec.imagePullSecrets[0]}; the property for a name that the operator
     *     configured
     * @param kind the kind of the object
     * @param name the object's name
     * @param treatment how the field alone says that a capture treats the object
     * @param role the purpose of a secret; absent for objects that are never saved
     * @param statusKey the key of the resource's status that names the object; absent for names in other places
     */
    record Reference(
            String path,
            String kind,
            String name,
            Treatment treatment,
            @Nullable SecretRole role,
            @Nullable String statusKey) {

        static final String SECRET = "Secret";
        static final String CONFIG_MAP = "ConfigMap";

        /**
         * Returns whether the object itself decides if it is recreated: a TLS secret may be issued by cert-manager or
         * provided by the operator.
         */
        boolean judgedByObject() {
            return treatment == Treatment.SAVED && role == SecretRole.CERTIFICATE;
        }

        /** Returns whether a capture reads the object. */
        boolean read() {
            return switch (treatment) {
                case REQUIRED, SAVED, UNKNOWN -> true;
                case RECREATED, PROVIDED -> false;
            };
        }
    }
}
