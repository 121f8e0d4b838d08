package org.apicdr.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apicdr.bundle.BundleId;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Remembers when a bundle of each subsystem was last verified on each level. In memory, so since the start of the service. */
@ApplicationScoped
public class LastVerifications {

    private static final int MAX_SUBSYSTEMS = 1_000;

    private final Cache<SubsystemRef, Map<VerificationLevel, LevelResult>> results =
            Caffeine.newBuilder().maximumSize(MAX_SUBSYSTEMS).build();

    /** Records the levels that were proven or refuted. Skipped levels keep their last result. */
    void record(SubsystemRef subsystem, VerificationReport report) {
        var latest = new TreeMap<VerificationLevel, LevelResult>();
        for (var check : report.checks()) {
            if (check.outcome() != CheckOutcome.SKIPPED) {
                var result = new LevelResult(check.level(), check.outcome(), report.bundleId(), report.at());
                latest.merge(check.level(), result, LevelResult::worse);
            }
        }
        results.asMap().merge(subsystem, latest, (before, now) -> {
            var merged = new TreeMap<>(before);
            merged.putAll(now);
            return merged;
        });
    }

    /** Returns the last result on each level, ordered by level. A level that was not verified is absent. */
    public List<LevelResult> of(SubsystemRef subsystem) {
        var known = results.getIfPresent(subsystem);
        return known == null ? List.of() : List.copyOf(known.values());
    }

    /**
     * The last verification on one level.
     *
     * @param level the level
     * @param outcome the worst outcome of its checks
     * @param bundleId the bundle that was verified
     * @param at when it was verified
     */
    @Schema(name = "LevelResult")
    public record LevelResult(VerificationLevel level, CheckOutcome outcome, BundleId bundleId, Instant at) {

        private static final Comparator<LevelResult> BY_OUTCOME = Comparator.comparing(LevelResult::outcome);

        private static LevelResult worse(LevelResult one, LevelResult other) {
            return BY_OUTCOME.compare(one, other) >= 0 ? one : other;
        }
    }
}
