package org.apicdr.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that was looked at. What is expensive is remembered for a while, and used until it is too old.
 *
 * @param name {@code cluster}, {@code bundles}, {@code newest bundle}, or {@code backup files of …}
 * @param at when it was looked at
 * @param ageSeconds how long ago that was
 * @param detail why it could not be seen; absent where it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RecoverabilitySource")
public record ReportSource(
        String name, Instant at, long ageSeconds, @Nullable String detail) {

    static ReportSource seen(String name, Instant at) {
        return new ReportSource(name, at, 0, null);
    }

    static ReportSource unseen(String name, Instant at, String why) {
        return new ReportSource(name, at, 0, why);
    }

    ReportSource aged(Instant now) {
        return new ReportSource(name, at, Math.max(0, Duration.between(at, now).toSeconds()), detail);
    }
}
