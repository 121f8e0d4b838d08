package org.apicdr.subsystem;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The purpose of a secret in a recovery. */
@Schema(name = "SecretRole")
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
