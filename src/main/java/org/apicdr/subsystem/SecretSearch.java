package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secrets that a ManagementCluster or PortalCluster names. Nothing is guessed: default names differ between
 * form factors, so only what the resource says counts.
 */
final class SecretSearch {

    private static final String CREDENTIAL_SUFFIX = "CredentialSecret";

    private static final Pattern TLS_STATUS_KEY =
            Pattern.compile("service(CA|Server|Client)Secret|dbServerSecret|dbReplicationSecret|pgBouncerServerSecret"
                    + "|[A-Za-z0-9]+TlsSecret");

    private static final Set<String> NOT_TLS =
            Set.of("encryptionSecret", "customApplicationCredentials", "databaseBackup", "portalBackup");

    private final Component component;
    private final Map<String, SecretRef> found = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    private SecretSearch(Component component) {
        this.component = component;
    }

    /** What the resource names, in the order encryption, credentials, backup credentials, certificates, others. */
    static Named in(Component component, Selection selection) {
        var search = new SecretSearch(component);
        search.encryption();
        if (component.isManagement()) {
            search.credentials(selection.requiredCredentials());
        }
        search.add(component.backup().path("credentials"), null, SecretRole.BACKUP_CREDENTIALS);
        search.certificates(selection);
        return new Named(List.copyOf(search.found.values()), search.missing);
    }

    private void encryption() {
        var name = component.resource().at("/status/encryptionSecret");
        if (!add(name, "encryptionSecret", SecretRole.ENCRYPTION)) {
            missing.add("status.encryptionSecret");
        }
    }

    private void credentials(List<String> required) {
        var status = component.resource().path("status");
        status.fieldNames().forEachRemaining(key -> {
            if (key.endsWith(CREDENTIAL_SUFFIX)) {
                add(status.path(key), key, SecretRole.CREDENTIAL);
            }
        });
        required.stream()
                .filter(key -> !namesSecret(status.path(key)))
                .map(key -> "status." + key)
                .forEach(missing::add);
    }

    private void certificates(Selection selection) {
        if (selection.allCertificates()) {
            tlsSecretsOfStatus(component.resource().path("status"));
            tlsSecretsOfSpec(component.resource().path("spec"));
        }
        if (component.isManagement()) {
            selection.certificates().forEach(name -> add(name, null, SecretRole.CERTIFICATE));
            selection.additional().forEach(name -> add(name, null, SecretRole.ADDITIONAL));
        }
    }

    private void tlsSecretsOfStatus(JsonNode status) {
        status.properties().stream()
                .filter(entry -> TLS_STATUS_KEY.matcher(entry.getKey()).matches())
                .forEach(entry -> add(entry.getValue(), entry.getKey(), SecretRole.CERTIFICATE));
        status.path("dbClientSecrets")
                .forEach(client -> add(client.path("secretName"), "dbClientSecrets", SecretRole.CERTIFICATE));
    }

    private void tlsSecretsOfSpec(JsonNode node) {
        add(node.path("secretName"), null, SecretRole.CERTIFICATE);
        node.properties().stream()
                .filter(entry -> !NOT_TLS.contains(entry.getKey()))
                .forEach(entry -> tlsSecretsOfSpec(entry.getValue()));
        if (node.isArray()) {
            node.forEach(this::tlsSecretsOfSpec);
        }
    }

    private boolean add(JsonNode name, @Nullable String key, SecretRole role) {
        if (!namesSecret(name)) {
            return false;
        }
        add(name.textValue(), key, role);
        return true;
    }

    private static boolean namesSecret(JsonNode name) {
        return name.isTextual() && !name.textValue().isEmpty();
    }

    private void add(String name, @Nullable String key, SecretRole role) {
        if (!SubsystemRef.isName(name)) {
            missing.add("'%s' (no secret name)".formatted(name));
            return;
        }
        var credentialName = role == SecretRole.CREDENTIAL && key != null
                ? CredentialNames.of(component.resource(), key, name)
                : null;
        found.putIfAbsent(name, new SecretRef(name, role, key, credentialName));
    }

    /**
     * What was found.
     *
     * @param secrets each secret once
     * @param missing paths in the resource that should name a secret and do not
     */
    record Named(List<SecretRef> secrets, List<String> missing) {}
}
