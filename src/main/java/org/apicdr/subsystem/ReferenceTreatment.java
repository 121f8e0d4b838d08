package org.apicdr.subsystem;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a capture does with an object that a resource names. */
@Schema(name = "ReferenceTreatment")
public enum ReferenceTreatment {
    /** Recovery is impossible without it. A capture is refused if it does not exist. */
    @JsonProperty("required")
    REQUIRED,
    /** Nothing makes it again, so the bundle holds it. A warning names it if it does not exist or may not be read. */
    @JsonProperty("saved")
    SAVED,
    /** cert-manager or an operator makes it again. */
    @JsonProperty("recreated")
    RECREATED,
    /** It must exist in the new cluster before the recovery. */
    @JsonProperty("provided")
    PROVIDED,
    /** The field looks like a reference, and this version does not know it. The object is saved if it exists. */
    @JsonProperty("unknown")
    UNKNOWN
}
