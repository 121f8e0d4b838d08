package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apicdr.subsystem.ReferenceScanner.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A secret that recovery needs, and why.
 *
 * @param name the secret's name
 * @param role its purpose
 * @param statusKey the key of the resource's status that names it; absent if the status does not name it
 * @param credentialName its name in {@code spec.customApplicationCredentials}; absent if uncertain
 */
public record SecretRef(
        String name,
        SecretRole role,
        @Nullable String statusKey,
        @Nullable String credentialName) {

    static SecretRef of(SubsystemComponent subsystemComponent, Reference reference) {
        var role = reference.role() == null ? SecretRole.ADDITIONAL : reference.role();
        var key = reference.statusKey();
        var credentialName = role == SecretRole.CREDENTIAL && key != null
                ? CredentialNames.of(subsystemComponent.resource(), key, reference.name())
                : null;
        return new SecretRef(reference.name(), role, key, credentialName);
    }

    /**
     * The names of credentials in {@code spec.customApplicationCredentials}. Contains only names that the vendor has
     * published. None is guessed.
     */
    static final class CredentialNames {

        private static final Map<String, String> BY_STATUS_KEY = Map.of(
                "atmCredentialSecret", "atm-cred",
                "consumerToolkitCredentialSecret", "ccli-cred",
                "consumerUICredentialSecret", "cui-cred",
                "designerCredentialSecret", "dsgr-cred",
                "juhuCredentialSecret", "juhu-cred",
                "toolkitCredentialSecret", "cli-cred",
                "uiCredentialSecret", "ui-cred",
                "governanceCredentialSecret", "governance-cred",
                "discoveryCredentialSecret", "discovery-cred");

        private CredentialNames() {}

        /** Returns the name that the resource gives the secret, else the name of the vendor for the status key. */
        static @Nullable String of(JsonNode resource, String statusKey, String secretName) {
            for (var credential : resource.at("/spec/customApplicationCredentials")) {
                if (credential.path("secretName").asText().equals(secretName)
                        && credential.path("name").isTextual()) {
                    return credential.path("name").textValue();
                }
            }
            return BY_STATUS_KEY.get(statusKey);
        }
    }
}
