package org.apicdr.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.Verdict;
import org.apicdr.bundle.VerificationQueueFixture;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.core.ServiceException;
import org.apicdr.verification.BatchVerificationReport.Summary;
import org.apicdr.verification.BatchVerificationReport.VerdictCounts;
import org.apicdr.verification.BatchVerificationReport.VerifiedBundle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BatchVerificationTest {

    private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

    private static final int AT_ONCE = 100;

    @Test
    void reports_in_the_order_of_the_backlog_whatever_ends_first() {
        var first = new CountDownLatch(1);
        var report = round(3, 100, bundle -> {
                    if (number(bundle) == 0) {
                        await(first);
                    }
                    first.countDown();
                    return verified(bundle, Verdict.PASS);
                })
                .report();

        assertThat(report.items()).extracting(VerifiedBundle::bundleId).containsExactly(id(0), id(1), id(2));
    }

    @Test
    void counts_what_is_over_the_limit_as_remaining() {
        var report = round(5, 2, bundle -> verified(bundle, Verdict.PASS)).report();

        assertThat(report.items()).extracting(VerifiedBundle::bundleId).containsExactly(id(0), id(1));
        assertThat(report.summary()).isEqualTo(new Summary(Verdict.PASS, START, new VerdictCounts(2, 0, 0), 3));
    }

    @Test
    void is_as_bad_as_the_worst() {
        var verdicts = List.of(Verdict.PASS, Verdict.FAIL, Verdict.WARN);

        var summary = round(3, 100, bundle -> verified(bundle, verdicts.get(number(bundle))))
                .report()
                .summary();

        assertThat(summary).isEqualTo(new Summary(Verdict.FAIL, START, new VerdictCounts(1, 1, 1), 0));
    }

    @Test
    void does_not_mind_a_bundle_that_was_deleted_meanwhile() {
        var report = round(3, 100, bundle -> number(bundle) == 1 ? Optional.empty() : verified(bundle, Verdict.WARN))
                .report();

        assertThat(report.items()).extracting(VerifiedBundle::bundleId).containsExactly(id(0), id(2));
        assertThat(report.summary()).isEqualTo(new Summary(Verdict.WARN, START, new VerdictCounts(0, 2, 0), 0));
    }

    @Test
    void fails_where_all_were_deleted_meanwhile() {
        var summary = round(2, 100, bundle -> Optional.empty()).report().summary();

        assertThat(summary).isEqualTo(new Summary(Verdict.FAIL, START, VerdictCounts.NONE, 0));
    }

    @Test
    void hands_out_each_bundle_before_it_begins_with_one_more_than_it_verifies_at_once() {
        var seen = new ArrayList<BundleId>();
        var running = new AtomicInteger();
        var most = new AtomicInteger();

        round(300, 300, bundle -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    assertThat(seen.size()).isGreaterThanOrEqualTo(number(bundle) - AT_ONCE + 1);
                    running.decrementAndGet();
                    return verified(bundle, Verdict.PASS);
                })
                .verify(item -> seen.add(item.bundleId()));

        assertThat(seen).hasSize(300);
        assertThat(most.get()).isBetween(1, AT_ONCE);
    }

    @Test
    void begins_with_no_large_bundle_before_the_one_before_is_handed_out() {
        var seen = new ArrayList<BundleId>();

        round(40L << 20, 3, 100, Duration.ofSeconds(20), bundle -> {
                    assertThat(seen).hasSize(number(bundle));
                    return verified(bundle, Verdict.PASS);
                })
                .verify(item -> seen.add(item.bundleId()));

        assertThat(seen).hasSize(3);
    }

    @Test
    void leaves_to_the_next_call_what_there_was_no_time_for() {
        var never = new CountDownLatch(1);

        var summary = round(7, 3, 100, Duration.ofMillis(300), bundle -> {
                    if (number(bundle) > 0) {
                        await(never);
                    }
                    return verified(bundle, Verdict.PASS);
                })
                .report()
                .summary();
        never.countDown();

        assertThat(summary).isEqualTo(new Summary(Verdict.PASS, START, new VerdictCounts(1, 0, 0), 2));
    }

    @Test
    void is_an_error_where_there_was_time_for_none() {
        var round = round(7, 3, 100, Duration.ZERO, bundle -> verified(bundle, Verdict.PASS));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(round::report)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_PASSED))
                .withMessageContaining("apic-dr.request-timeout");
    }

    @Test
    void is_an_error_where_the_store_is_away() {
        var round = round(3, 100, bundle -> {
            throw new ServiceException(ErrorCode.STORE_UNAVAILABLE, "away");
        });

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(round::report)
                .withMessage("away");
    }

    private static BatchVerification round(
            int bundles, int limit, Function<StoredBundle, Optional<VerifiedBundle>> work) {
        return round(7, bundles, limit, Duration.ofSeconds(20), work);
    }

    private static BatchVerification round(
            long size, int bundles, int limit, Duration time, Function<StoredBundle, Optional<VerifiedBundle>> work) {
        var stored = IntStream.range(0, bundles)
                .mapToObj(number -> new StoredBundle(BundleForge.FOLDER, id(number), size))
                .toArray(StoredBundle[]::new);
        return new BatchVerification(
                VerificationQueueFixture.of(stored),
                limit,
                START,
                work,
                ParallelExecutorFixture.parallel(),
                Deadline.in(time));
    }

    private static Optional<VerifiedBundle> verified(StoredBundle bundle, Verdict verdict) {
        return Optional.of(new VerifiedBundle(bundle.id(), verdict, null));
    }

    private static BundleId id(int number) {
        return new BundleId(
                "management-82b290a2-20261122T00%02d%02dZ-%08x".formatted(number / 60, number % 60, number));
    }

    private static int number(StoredBundle bundle) {
        var id = bundle.id().value();
        return Integer.parseInt(id.substring(id.length() - 8), 16);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
