package org.apicdr.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A source of the inputs of a report. Expensive inputs are cached, so that sources differ in age.
 *
 * @param name {@code cluster}, {@code bundles}, {@code newest bundle}, or {@code backup files of …}
 * @param at when the source was read
 * @param ageSeconds the time since then
 * @param detail why the source could not be read; absent if it was
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
