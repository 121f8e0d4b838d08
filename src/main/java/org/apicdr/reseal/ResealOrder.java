package org.apicdr.reseal;

import org.apicdr.capture.CaptureOrder;
import org.apicdr.problem.RequestValidator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How to re-seal; all may be left out. Whom to seal to is no matter of a request.
 *
 * @param reason why, for whoever reads the manifest later; without one the captured bundle's stands there
 */
@Schema(name = "ResealRequest")
public record ResealOrder(
        @Schema(
                examples = "the key of a colleague who has left",
                pattern = CaptureOrder.REASON_PATTERN,
                maxLength = CaptureOrder.MAX_REASON)
        @Nullable
        String reason) {

    static final ResealOrder PLAIN = new ResealOrder(null);

    public ResealOrder {
        CaptureOrder.checkReason(new RequestValidator(), reason).validate();
    }
}
