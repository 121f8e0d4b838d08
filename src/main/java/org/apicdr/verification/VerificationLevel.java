package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a verification proves, each level more than the one before it. */
@Schema(name = "Level")
public enum VerificationLevel {
    /** Listed, whole, canonical, within bounds. */
    @JsonProperty("stored")
    STORED,
    /** Signed by an allowed signer; digests, name, place and time agree with the manifest. */
    @JsonProperty("authentic")
    AUTHENTIC,
    /** The payload decrypts and is what the manifest says; needs an identity. */
    @JsonProperty("openable")
    OPENABLE,
    /** Everything is there that the captured status named. */
    @JsonProperty("complete")
    COMPLETE,
    /** Equals the live subsystem; needs the API server. */
    @JsonProperty("current")
    CURRENT,
    /** Reserved. */
    @JsonProperty("restorable")
    RESTORABLE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
