package org.apicdr.pause;

import org.apicdr.core.RequestValidator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Says why scheduled work is paused.
 *
 * @param reason why it is paused; shown until it is resumed
 */
@Schema(name = "PauseRequest")
public record PauseRequest(
        @Schema(
                examples = "recovery on the standby site",
                pattern = RequestValidator.REASON_PATTERN,
                maxLength = RequestValidator.MAX_REASON)
        @Nullable
        String reason) {

    public PauseRequest {
        new RequestValidator().isReason(reason).validate();
    }
}
