package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.NetworkDelay;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The service is killed in the middle of captures, again and again: five times in every build, and a hundred times by
 * {@code -Dapic-dr.kills=100}, or as often as it goes in {@code -Dapic-dr.kill-minutes}. {@code -Dapic-dr.kill-seed}
 * chooses other moments.
 */
@ExtendWith(KubeApiExtension.class)
@Tag("store")
@Tag("slow")
class KillIT {

    private static final int KILLS = Integer.getInteger("apic-dr.kills", 5);
    private static final Duration LIMIT = Duration.ofMinutes(Integer.getInteger("apic-dr.kill-minutes", 30));
    private static final long SEED = Long.getLong("apic-dr.kill-seed", 1);

    /** A store that is some way off: each step of a publication takes long enough to be hit. */
    private static final Duration ROUND_TRIP = Duration.ofMillis(40);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final IntegrationEnvironment parts;
    private final NetworkDelay networkDelay;
    private final List<SampleSubsystem> subsystems;
    private final Random random = new Random(SEED);

    KillIT(KubeApi api) {
        this.parts = IntegrationEnvironment.start(api);
        this.networkDelay = NetworkDelay.of(ROUND_TRIP, parts);
        this.subsystems = Stream.of("first", "second", "third")
                .map(name -> SampleSubsystem.release1001(api.client(), api.namespace(name)))
                .toList();
    }

    @AfterEach
    void stop() {
        networkDelay.close();
        parts.close();
    }

    @Test
    void every_finished_name_is_a_whole_bundle_whenever_the_service_dies() throws Exception {
        long start = System.nanoTime();
        var capture = durationOfCaptures();
        var tally = ContinuousCaptures.Tally.NONE;
        int kills = 0;
        while (kills < KILLS && System.nanoTime() - start < LIMIT.toNanos()) {
            tally = tally.plus(kills % 2 == 0 ? killWithin(capture) : killWhilePublishing());
            kills++;
        }
        int names = verifyAll(tally);
        System.out.printf(
                "%n%d kills of %d with seed %d in %d s: %d captures tried, %d cut by a kill, %d answered; %d finished"
                        + " names, all authentic; %d leftovers in .incoming, none listed%n%n",
                kills,
                KILLS,
                SEED,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                tally.tried(),
                tally.cut(),
                tally.stored().size(),
                names,
                leftovers().size());
        assertThat(tally.cut()).isGreaterThanOrEqualTo(kills).isPositive();
    }

    /** Of the first captures after a start, as those are that will be killed. */
    private Duration durationOfCaptures() {
        try (var service = service()) {
            long start = System.nanoTime();
            var apiClient = new ApiClient(service);
            inParallel(subsystems, apiClient::captures);
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private ContinuousCaptures.Tally killWithin(Duration duration) throws InterruptedException {
        try (var service = service()) {
            var captures = ContinuousCaptures.start(service, subsystems);
            passSome(duration);
            service.kill();
            return captures.end();
        }
    }

    /** From when there is something in a file, whatever its name. */
    private ContinuousCaptures.Tally killWhilePublishing() throws InterruptedException {
        try (var service = service()) {
            var before = written();
            var captures = ContinuousCaptures.start(service, subsystems);
            await().atMost(A_MINUTE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !written().equals(before));
            passSome(ROUND_TRIP);
            service.kill();
            return captures.end();
        }
    }

    private void passSome(Duration atMost) {
        long end = System.nanoTime() + (long) (random.nextDouble() * atMost.toNanos());
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** How many finished names there are; each is listed and authentic, and nothing else is listed. */
    private int verifyAll(ContinuousCaptures.Tally tally) {
        var stored = subsystems.stream().flatMap(this::finished).toList();
        assertThat(stored).containsAll(tally.stored());
        try (var service = service()) {
            var apiClient = new ApiClient(service);
            for (var subsystem : subsystems) {
                assertThat(listed(apiClient, subsystem))
                        .containsExactlyInAnyOrderElementsOf(finished(subsystem).toList());
                inParallel(
                        finished(subsystem).toList(),
                        id -> apiClient
                                .verify(subsystem, id, "authentic")
                                .then()
                                .statusCode(200)
                                .body("verdict", is("pass")));
            }
        }
        return stored.size();
    }

    /** Not in the pool of this thread, which would meanwhile run other tests in it. */
    private static <T> void inParallel(List<T> items, Consumer<T> call) {
        var calls = items.stream()
                .map(item -> CompletableFuture.runAsync(() -> call.accept(item)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(calls).join();
    }

    private static List<String> listed(ApiClient apiClient, SampleSubsystem subsystem) {
        return apiClient
                .get("/api/v1/bundles?limit=1000&namespace=" + subsystem.namespace())
                .then()
                .statusCode(200)
                .body("foreignFiles", is(nullValue()))
                .extract()
                .path("items.id");
    }

    private Stream<String> finished(SampleSubsystem subsystem) {
        return names(parts.store(subsystem))
                .filter(name -> name.endsWith(".tar"))
                .map(name -> name.substring(0, name.length() - ".tar".length()));
    }

    private List<String> leftovers() {
        return subsystems.stream()
                .map(subsystem -> parts.store(subsystem).resolve(".incoming"))
                .flatMap(KillIT::names)
                .sorted()
                .toList();
    }

    /** The files that are not empty, and all that have a finished name. */
    private Set<String> written() {
        return subsystems.stream()
                .flatMap(subsystem -> Stream.concat(
                        finished(subsystem),
                        names(parts.store(subsystem).resolve(".incoming"))
                                .filter(name -> parts.store(subsystem)
                                                .resolve(".incoming")
                                                .resolve(name)
                                                .toFile()
                                                .length()
                                        > 0)))
                .collect(Collectors.toSet());
    }

    private static Stream<String> names(Path folder) {
        var names = folder.toFile().list();
        return names == null ? Stream.of() : Stream.of(names);
    }

    private RunningService service() {
        var namespaces = subsystems.stream().map(SampleSubsystem::namespace).toList();
        return RunningService.start(parts.folder(), networkDelay.properties(parts.properties(namespaces)));
    }
}
