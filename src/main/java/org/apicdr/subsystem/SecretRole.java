package org.apicdr.subsystem;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a secret is for in a recovery. */
public enum SecretRole {
    @JsonProperty("encryption")
    ENCRYPTION,
    @JsonProperty("credential")
    CREDENTIAL,
    @JsonProperty("backup-credentials")
    BACKUP_CREDENTIALS,
    @JsonProperty("certificate")
    CERTIFICATE,
    @JsonProperty("additional")
    ADDITIONAL
}
