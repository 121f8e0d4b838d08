package org.apicdr.pause;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A pause of the scheduled captures and drills of a subsystem.
 *
 * @param namespace namespace of the ManagementCluster
 * @param cluster name of the ManagementCluster
 * @param reason why it was paused; absent if no reason was given
 * @param by the user who paused it, if known
 * @param since when it was paused
 */
@Schema(name = "Pause")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Pause(
        String namespace,
        String cluster,
        @Nullable String reason,
        @Nullable String by,
        Instant since) {

    public Pause {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(since, "since");
    }

    SubsystemRef ref() {
        return new SubsystemRef(namespace, cluster);
    }

    /** For example {@code Scheduled work has been paused by admin since 2026-11-22T03:00:00Z: upgrade}. */
    public String sentence() {
        return "Scheduled work has been paused%s since %s%s"
                .formatted(by == null ? "" : " by " + by, since, reason == null ? "." : ": " + reason);
    }
}
