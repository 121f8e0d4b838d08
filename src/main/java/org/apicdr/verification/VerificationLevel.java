package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a verification proves. Each level proves more than the previous one. */
@Schema(name = "Level")
public enum VerificationLevel {
    /** Listed, whole, canonical, within the size limits. */
    @JsonProperty("stored")
    STORED,
    /** Signed by an allowed signer; digests, name, location and time match the manifest. */
    @JsonProperty("authentic")
    AUTHENTIC,
    /** The payload decrypts and matches the manifest; requires an age identity. */
    @JsonProperty("openable")
    OPENABLE,
    /** Everything that the captured resources name is in the bundle. */
    @JsonProperty("complete")
    COMPLETE,
    /** Matches the live subsystem; requires the API server. */
    @JsonProperty("current")
    CURRENT,
    /** The API server would create everything in the bundle; requires an age identity and a namespace for drills. */
    @JsonProperty("restorable")
    RESTORABLE;

    /** Returns whether the level can be checked only on an opened payload of an authentic bundle. */
    boolean needsPayload() {
        return compareTo(OPENABLE) >= 0;
    }

    /** Returns whether the outcome depends on the cluster of today, not on the bundle alone. */
    boolean dependsOnCluster() {
        return this == CURRENT || this == RESTORABLE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
