package org.apicdr.reseal;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.apicdr.capture.CaptureOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How to re-seal; all may be left out. Whom to seal to is no matter of a request.
 *
 * @param reason why, for whoever reads the manifest later; without one the captured bundle's stands there
 */
@Schema(name = "ResealRequest")
public record ResealOrder(
        @Size(max = CaptureOrder.MAX_REASON)
        @Pattern(regexp = CaptureOrder.REASON_PATTERN, message = CaptureOrder.REASON_MESSAGE)
        @Schema(examples = "the key of a colleague who has left")
        @Nullable
        String reason) {

    static final ResealOrder PLAIN = new ResealOrder(null);
}
