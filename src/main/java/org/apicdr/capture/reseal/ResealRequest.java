package org.apicdr.capture.reseal;

import org.apicdr.core.RequestValidator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The options of a re-seal. The recipients come from the configuration, never from a request.
 *
 * @param reason the reason for the re-seal, kept in the manifest; optional, by default that of the captured bundle
 */
@Schema(name = "ResealRequest")
public record ResealRequest(
        @Schema(
                examples = "the key of a colleague who has left",
                pattern = RequestValidator.REASON_PATTERN,
                maxLength = RequestValidator.MAX_REASON)
        @Nullable
        String reason) {

    public static final ResealRequest PLAIN = new ResealRequest(null);

    public ResealRequest {
        new RequestValidator().isReason(reason).validate();
    }
}
