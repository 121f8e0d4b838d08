package org.apicdr.capture.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Says when the next scheduled capture is due, which replica runs it, and why the last ones failed. */
@ApplicationScoped
public class AutomaticCaptures {

    private final CaptureFailures captureFailures;
    private final CaptureScheduler schedule;
    private final LeaderElection leaderElection;

    AutomaticCaptures(CaptureFailures captureFailures, CaptureScheduler schedule, LeaderElection leaderElection) {
        this.captureFailures = captureFailures;
        this.schedule = schedule;
        this.leaderElection = leaderElection;
    }

    /** Returns the present state. Only the replica that runs captures knows their failures. */
    public State state() {
        var leader = leaderElection.status().orElse(null);
        var failures = leaderElection.leads() ? captureFailures.failures() : Map.<String, CaptureFailures.Failure>of();
        return new State(
                schedule.next().orElse(null),
                leader == null ? null : Leader.of(leader.leader()),
                leader == null ? null : leader.detail(),
                failures.entrySet().stream()
                        .map(failure -> new FailedCapture(
                                failure.getKey(),
                                failure.getValue().at(),
                                failure.getValue().sentence()))
                        .sorted(Comparator.comparing(FailedCapture::subject))
                        .toList());
    }

    /**
     * The state of automatic captures.
     *
     * @param next when the next scheduled capture is due; absent if none is scheduled
     * @param leader which replica runs automatic captures; absent without a lease, because there is one replica then
     * @param leaderDetail the name of that replica; if it is not known, why
     * @param failures the captures that failed and were not made up for; known to the replica that runs them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AutomaticCaptures", requiredProperties = "failures")
    public record State(
            @Nullable Instant next,
            @Nullable Leader leader,
            @Nullable String leaderDetail,
            List<FailedCapture> failures) {

        public State {
            failures = List.copyOf(failures);
        }
    }

    /** The replica that runs automatic captures. */
    @Schema(name = "Leader")
    public enum Leader {
        @JsonProperty("this-replica")
        THIS_REPLICA,
        @JsonProperty("other-replica")
        OTHER_REPLICA,
        @JsonProperty("unknown")
        UNKNOWN;

        static Leader of(LeaderStatus.Leader leader) {
            return switch (leader) {
                case THIS_REPLICA -> THIS_REPLICA;
                case OTHER_REPLICA -> OTHER_REPLICA;
                case UNKNOWN -> UNKNOWN;
            };
        }
    }

    /**
     * An automatic capture that failed.
     *
     * @param subject the subsystem, {@code <namespace>/<cluster>}, or {@code all subsystems}
     * @param at when it failed
     * @param detail why, and what to do
     */
    @Schema(name = "FailedCapture")
    public record FailedCapture(String subject, Instant at, String detail) {}
}
