package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a download sends if the file changes, and what it leaves open on the store. */
@QuarkusTest
class DownloadTest extends RestTest {

    /** Another one for each test, because the service remembers files by their names. */
    private static final AtomicInteger PLANTED = new AtomicInteger();

    private final String large = "management-82b290a2-20240101T000000Z-%08d".formatted(PLANTED.incrementAndGet());

    /** More than is kept of a file in memory, and many times what is read at once. */
    private static final int LARGE_BYTES = 1_000_000;

    /** More than a connection takes before its reader has read any of it. */
    private static final int HUGE_BYTES = 8_000_000;

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

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/problem+json", "text/html;q=0.9, image/*", "none of these"})
    void sends_the_archive_whatever_the_caller_accepts(String accept) throws IOException {
        world().subsystem();
        var id = captured();

        var bytes = given().header("Accept", accept)
                .get(BUNDLES + "/" + id + "/archive")
                .then()
                .statusCode(200)
                .contentType("application/x-tar")
                .extract()
                .asByteArray();

        assertThat(bytes).isEqualTo(Files.readAllBytes(world().file(id)));
        awaitNothingOpen();
    }

    @Test
    void answers_a_problem_whatever_the_caller_accepts() {
        given().accept("application/x-tar")
                .get(BUNDLES + "/" + large + "/archive")
                .then()
                .spec(problem(404, "bundle-not-found"));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-99, 0, 100",
        "Bytes=7-7, 7, 8",
        "bytes=100000-, 100000, -1",
        "bytes=999999-99999999999999999999, 999999, -1",
        "bytes=-1000, -1000, -1",
        "bytes=-99999999999, 0, -1",
        "bytes=400000-499999, 400000, 500000"
    })
    void sends_the_range_that_was_asked_for(String range, int from, int to) throws IOException {
        var file = Files.readAllBytes(plantLarge());
        var whole = when().head(BUNDLES + "/" + large + "/archive").then().extract();
        int start = from < 0 ? file.length + from : from;
        int end = to < 0 ? file.length : to;

        var answer = given().header("Range", range)
                .header("If-Range", whole.header("ETag"))
                .get(BUNDLES + "/" + large + "/archive")
                .then()
                .statusCode(206)
                .contentType("application/x-tar")
                .header("Content-Range", is("bytes %d-%d/%d".formatted(start, end - 1, file.length)))
                .header("Content-Length", is(String.valueOf(end - start)))
                .header("ETag", is(whole.header("ETag")))
                .header("Repr-Digest", is(whole.header("Repr-Digest")))
                .extract()
                .asByteArray();

        assertThat(Arrays.equals(answer, Arrays.copyOfRange(file, start, end))).isTrue();
        awaitNothingOpen();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,3-4",
                "bytes=-",
                "bytes=9-1",
                "bytes=99999999-5",
                "bytes=99999999999999999999-99999999999999999998",
                "bytes=a-b",
                "lines=0-1",
                "bytes 0-1",
                "0-1"
            })
    void sends_the_whole_file_if_it_was_not_asked_for_one_range_of_bytes(String range) throws IOException {
        world().subsystem();
        var id = captured();

        given().header("Range", range)
                .get(BUNDLES + "/" + id + "/archive")
                .then()
                .statusCode(200)
                .header("Content-Length", is(String.valueOf(Files.size(world().file(id)))))
                .header("Content-Range", is(nullValue()))
                .header("Accept-Ranges", is("bytes"))
                .header("ETag", matchesPattern("\"[0-9a-f]{64}\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"another\"", "W/%s", "Sat, 21 Nov 2026 03:00:00 GMT"})
    void sends_the_whole_file_if_the_caller_has_a_part_of_another(String ifRange) throws IOException {
        world().subsystem();
        var id = captured();
        var archive = BUNDLES + "/" + id + "/archive";

        var eTag = when().head(archive).header("ETag");
        var bytes = given().headers("Range", "bytes=10-", "If-Range", ifRange.formatted(eTag))
                .get(archive)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertThat(bytes).isEqualTo(Files.readAllBytes(world().file(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=%d-", "bytes=99999999999999999999-", "bytes=-0"})
    void says_how_long_a_file_is_that_has_no_byte_of_the_range(String range) throws IOException {
        world().subsystem();
        var id = captured();
        var size = Files.size(world().file(id));

        given().header("Range", range.formatted(size))
                .get(BUNDLES + "/" + id + "/archive")
                .then()
                .spec(problem(416, "requested-range-not-satisfiable"))
                .header("Content-Range", is("bytes */" + size));
        awaitNothingOpen();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"GET | %s", "HEAD | %s", "GET | \"another\", %s", "GET | W/%s", "GET | *"})
    void sends_no_file_that_the_caller_has(String method, String tags) {
        world().subsystem();
        var archive = BUNDLES + "/" + captured() + "/archive";
        var eTag = when().head(archive).header("ETag");

        given().headers("If-None-Match", tags.formatted(eTag), "Range", "bytes=10-")
                .request(method, archive)
                .then()
                .statusCode(304)
                .header("ETag", is(eTag))
                .header("X-Request-Id", notNullValue())
                .body(is(""));

        awaitNothingOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"another\"", "another", "", "%s-gzip", "W/"})
    void sends_a_file_that_the_caller_does_not_have(String tags) throws IOException {
        world().subsystem();
        var id = captured();
        var archive = BUNDLES + "/" + id + "/archive";
        var eTag = when().head(archive).header("ETag");

        var bytes = given().header("If-None-Match", tags.formatted(eTag))
                .get(archive)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertThat(bytes).isEqualTo(Files.readAllBytes(world().file(id)));
    }

    @Test
    void describes_the_whole_file_whatever_range_is_asked_for() throws IOException {
        world().subsystem();
        var id = captured();

        given().header("Range", "bytes=10-")
                .head(BUNDLES + "/" + id + "/archive")
                .then()
                .statusCode(200)
                .header("Content-Length", is(String.valueOf(Files.size(world().file(id)))))
                .header("Accept-Ranges", is("bytes"));
    }

    @Test
    void sends_no_range_of_a_file_without_a_digest() {
        world().plant(large + ".tar", new byte[1000]);

        given().header("Range", "bytes=10-")
                .get(BUNDLES + "/" + large + "/archive")
                .then()
                .statusCode(200)
                .header("Content-Length", is("1000"))
                .header("Accept-Ranges", is("none"))
                .header("ETag", is(nullValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-99", "bytes=100-700000"})
    void cuts_a_range_off_if_the_file_changed_outside_of_it(String range) throws IOException {
        plantLarge();
        world().afterOpening(afterFirstOpening(large, DownloadTest::changeLastByte));

        try (var log = CapturedLog.start();
                var caller = RawHttp.connect()) {
            caller.say("GET " + BUNDLES + "/" + large + "/archive HTTP/1.1\nRange: " + range, "");
            var answer = new String(caller.bytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer.length())
                    .isLessThan(answer.indexOf("\r\n\r\n") + 4 + (range.endsWith("-99") ? 100 : 699_901));
            awaitOneSentence(log, large);
        }

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
            awaitOneSentence(log, id);
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
            awaitOneSentence(log, large);
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
        var file = plant(HUGE_BYTES);

        var bytes = when().get(BUNDLES + "/" + large + "/archive")
                .then()
                .statusCode(200)
                .header("Repr-Digest", notNullValue())
                .extract();

        assertThat(Arrays.equals(bytes.asByteArray(), Files.readAllBytes(file))).isTrue();
        awaitNothingOpen();
    }

    @Test
    void leaves_nothing_open_and_no_error_in_the_log_for_callers_who_hang_up_in_the_middle() throws IOException {
        plant(HUGE_BYTES);

        try (var log = CapturedLog.start()) {
            for (int i = 0; i < 6; i++) { // a reset is found in several ways
                var caller = RawHttp.connect().say("GET " + BUNDLES + "/" + large + "/archive HTTP/1.1", "");
                assertThat(caller.hear(100_000)).hasSize(100_000);
                await("nothing but the file is open")
                        .untilAsserted(() -> assertThat(world().openHandles()).isOne());
                caller.reset();
                awaitNothingOpen();
            }

            pause(200); // until what Quarkus would log is logged
            assertThat(log.text()).doesNotContain("ERROR", "SEVERE", "Exception");
        }
    }

    @Test
    void leaves_the_store_as_it_was_after_a_day_of_impatient_callers() throws IOException {
        world().subsystem();
        var id = captured();
        plant(HUGE_BYTES);
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

    /** Waits for what Quarkus would log next, too. */
    private static void awaitOneSentence(CapturedLog log, String id) {
        await().untilAsserted(() -> assertThat(log.text()).contains(id + " changed on the store"));
        pause(200);
        assertThat(log.text()).doesNotContain("ERROR", "SEVERE", "Exception");
    }

    private void awaitNothingOpen() {
        await().untilAsserted(() -> assertThat(world().openHandles()).isZero());
    }

    private Path plantLarge() {
        return plant(LARGE_BYTES);
    }

    /** A file whose archive is canonical, so that it has a digest, although nothing in it is a bundle's. */
    private Path plant(int payloadBytes) {
        var payload = new byte[payloadBytes];
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
