package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apicdr.bundle.BundleArchiveWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a download sends if the file changes, and what it leaves open on the store. */
@QuarkusTest
class DownloadTest extends RestTest {

    /** Another one for each test, because the service remembers files by their names. */
    private static final AtomicInteger PLANTED = new AtomicInteger();

    private final String large = "management-82b290a2-20240101T000000Z-%08d".formatted(PLANTED.incrementAndGet());

    private static final int LARGE_BYTES = 8_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"/%s/archive", "/latest/archive"})
    void describes_a_file_without_opening_it_for_a_second_time(String path) throws IOException {
        world().subsystem();
        var id = captured();
        var opened = new AtomicInteger();

        world().afterOpening(count(id, opened));
        when().head(BUNDLES + path.formatted(id))
                .then()
                .statusCode(200)
                .contentType("application/x-tar")
                .header("Content-Length", is(String.valueOf(Files.size(world().file(id)))))
                .header("Repr-Digest", notNullValue());

        assertThat(opened).hasValue(1);
        awaitNothingOpen();
    }

    @Test
    void leaves_nothing_open_for_a_caller_who_takes_no_archive() {
        world().subsystem();
        var id = captured();

        given().accept("application/json")
                .get(BUNDLES + "/" + id + "/archive")
                .then()
                .statusCode(406);

        awaitNothingOpen();
    }

    @Test
    void cuts_a_small_file_off_that_changed_after_it_was_checked() throws IOException {
        world().subsystem();
        var id = captured();
        world().afterOpening(afterFirstOpening(id, DownloadTest::changeLastByte));

        try (var log = CapturedLog.start();
                var caller = RawHttp.connect()) {
            caller.say("GET " + BUNDLES + "/" + id + "/archive HTTP/1.1", "");

            assertThat(caller.bytes().length).isLessThan((int) Files.size(world().file(id)));
            await().untilAsserted(() -> assertThat(log.text()).contains(id + " changed on the store"));
        }

        awaitNothingOpen();
    }

    @Test
    void cuts_a_large_file_off_that_changed_after_it_was_checked() throws IOException {
        var file = plantLarge();
        world().afterOpening(afterFirstOpening(large, DownloadTest::changeLastByte));

        try (var log = CapturedLog.start();
                var caller = RawHttp.connect()) {
            caller.say("GET " + BUNDLES + "/" + large + "/archive HTTP/1.1", "");
            var answer = caller.bytes();

            assertThat(new String(answer, 0, 15, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer.length).isGreaterThan(100_000).isLessThan((int) Files.size(file));
            await().untilAsserted(() -> assertThat(log.text()).contains(large + " changed on the store"));
        }

        awaitNothingOpen();
    }

    @Test
    void cuts_a_large_file_off_that_became_shorter() throws IOException {
        plantLarge();
        world().afterOpening(afterFirstOpening(large, DownloadTest::cutInHalf));

        try (var caller = RawHttp.connect()) {
            caller.say("GET " + BUNDLES + "/" + large + "/archive HTTP/1.1", "");

            assertThat(caller.bytes().length).isLessThan(LARGE_BYTES);
        }

        awaitNothingOpen();
    }

    @Test
    void sends_a_large_file_as_it_was_checked() throws IOException {
        var file = plantLarge();

        var bytes = when().get(BUNDLES + "/" + large + "/archive")
                .then()
                .statusCode(200)
                .header("Repr-Digest", notNullValue())
                .extract();

        assertThat(Arrays.equals(bytes.asByteArray(), Files.readAllBytes(file))).isTrue();
        awaitNothingOpen();
    }

    @Test
    void leaves_nothing_open_for_a_caller_who_hangs_up_in_the_middle() throws IOException {
        plantLarge();

        try (var log = CapturedLog.start()) {
            var caller = RawHttp.connect().say("GET " + BUNDLES + "/" + large + "/archive HTTP/1.1", "");
            assertThat(caller.hear(100_000)).hasSize(100_000);
            assertThat(world().openHandles()).isOne();
            caller.reset();

            awaitNothingOpen();
            assertThat(log.text()).doesNotContain("ERROR", "SEVERE", "Exception");
        }
    }

    @Test
    void leaves_the_store_as_it_was_after_a_day_of_impatient_callers() throws IOException {
        world().subsystem();
        var id = captured();
        plantLarge();
        var random = new Random(7);

        for (int i = 0; i < 60; i++) {
            var name = i % 5 == 0 ? large : id;
            var verb = i % 4 == 0 ? "HEAD" : "GET";
            var caller = RawHttp.connect().say(verb + " " + BUNDLES + "/" + name + "/archive HTTP/1.1", "");
            if (i % 4 == 1) {
                caller.hear(random.nextInt(2000));
            } else if (i % 4 == 2) {
                pause(random.nextInt(30));
            }
            if (i % 2 == 0) {
                caller.reset();
            } else {
                caller.close();
            }
        }

        awaitNothingOpen();
        captured();
        given().header("Cache-Control", "no-cache")
                .get(BUNDLES)
                .then()
                .statusCode(200)
                .body("items", hasSize(3));
        awaitNothingOpen();
    }

    private void awaitNothingOpen() {
        await().untilAsserted(() -> assertThat(world().openHandles()).isZero());
    }

    /** A file whose archive is canonical, so that it has a digest, although nothing in it is a bundle's. */
    private Path plantLarge() {
        var payload = new byte[LARGE_BYTES];
        new Random(1).nextBytes(payload);
        var content = new BundleArchiveWriter(new byte[1], new byte[1], new byte[1], payload)
                .write(Instant.parse("2024-01-01T00:00:00Z"));
        return world().plant(large + ".tar", content);
    }

    private static Consumer<Path> count(String id, AtomicInteger opened) {
        return file -> {
            if (file.endsWith(id + ".tar")) {
                opened.incrementAndGet();
            }
        };
    }

    /** Changes the file whenever it is opened after the first time. The service may also read it by itself meanwhile. */
    private Consumer<Path> afterFirstOpening(String id, Consumer<Path> change) {
        var opened = new AtomicInteger();
        return file -> {
            if (file.endsWith(id + ".tar") && opened.incrementAndGet() > 1) {
                change.accept(world().file(id));
            }
        };
    }

    private static void changeLastByte(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            last.put(0, (byte) (last.get(0) + 1)).flip();
            channel.write(last, channel.size() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cutInHalf(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(LARGE_BYTES / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
