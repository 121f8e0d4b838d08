package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of credentials in {@code spec.customApplicationCredentials}. Contains only names that the vendor has
 * published. None is guessed.
 */
final class CredentialNames {

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
