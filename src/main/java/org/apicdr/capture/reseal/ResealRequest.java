package org.apicdr.capture.reseal;

import org.apicdr.core.RequestReason;
import org.apicdr.core.RequestValidator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How to re-seal; all may be left out. Whom to seal to is no matter of a request.
 *
 * @param reason why, for whoever reads the manifest later; without one the captured bundle's stands there
 */
@Schema(name = "ResealRequest")
public record ResealRequest(
        @Schema(
                examples = "the key of a colleague who has left",
                pattern = RequestReason.PATTERN,
                maxLength = RequestReason.MAX_LENGTH)
        @Nullable
        String reason) {

    public static final ResealRequest PLAIN = new ResealRequest(null);

    public ResealRequest {
        RequestReason.check(new RequestValidator(), reason).validate();
    }
}
