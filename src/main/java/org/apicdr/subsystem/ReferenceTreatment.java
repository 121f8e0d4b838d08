package org.apicdr.subsystem;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a capture treats an object that a resource names. */
@Schema(name = "ReferenceTreatment")
public enum ReferenceTreatment {
    /** Required for a recovery. A capture is rejected if it does not exist. */
    @JsonProperty("required")
    REQUIRED,
    /**
     * Not recreated by any component, so the bundle contains it. A warning names it if it does not exist or may not
     * be read.
     */
    @JsonProperty("saved")
    SAVED,
    /** Recreated by cert-manager or an operator. */
    @JsonProperty("recreated")
    RECREATED,
    /** Must exist in the new cluster before the recovery. */
    @JsonProperty("provided")
    PROVIDED,
    /**
     * Named by a field that looks like a reference but is unknown to this version. The object is saved if it exists.
     */
    @JsonProperty("unknown")
    UNKNOWN
}
