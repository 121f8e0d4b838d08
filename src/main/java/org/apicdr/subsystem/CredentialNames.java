package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names by which {@code spec.customApplicationCredentials} knows the credentials. Of the keys that are not here the
 * vendor has not published a name, so none is made up.
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

    /** The name that the resource itself gives the secret, else the vendor's for the status key. */
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
