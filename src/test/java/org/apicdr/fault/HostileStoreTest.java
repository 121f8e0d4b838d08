package org.apicdr.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.Digests;
import org.apicdr.recovery.CheckId;
import org.apicdr.rest.CapturedLog;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SftpExchange;
import org.apicdr.testsupport.SftpPeer;
import org.apicdr.verification.CheckOutcome;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A store whose account was stolen or whose operator is hostile, by a simulated clock: each scheduled capture stores an
 * authentic bundle, the memory stays bounded, every operation ends, and the reports say what is wrong.
 *
 * <p>Isolated, because it measures the heap.
 */
@Tag("store")
@Tag("slow")
@Isolated
@Timeout(900)
class HostileStoreTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");

    private static final Duration HOUR = Duration.ofHours(1);

    private static final int HOURS = 24;

    /** How many names of now, and as many of later days, are planted each hour; {@code -Dapic-dr.planted-names=100}. */
    private static final int NAMES = Integer.getInteger("apic-dr.planted-names", 20);

    /** How many bundles with a manifest that is costly to parse are planted each hour. */
    private static final int MANIFESTS = NAMES / 10;

    private static final int OBJECTS = 49_000;

    /** A quarter of the heap that src/main/jvm/jvm.options gives the service, which is 128 MiB. */
    private static final long MAX_GROWTH = 32L << 20;

    private static FaultEnvironment environment;
    private static byte[] costly;

    @BeforeAll
    static void makeKeys(@TempDir Path keys) throws Exception {
        environment = new FaultEnvironment(keys);
        var forge = new BundleForge(Files.createDirectory(keys.resolve("forge")));
        costly = forge.written(MIDNIGHT, HostileStoreTest::costly).file();
    }

    @Test
    @EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
    void a_day_of_planted_files_stops_no_capture_and_fills_no_memory() throws IOException {
        try (var server = OpenSshServer.start();
                var day = environment.day(properties(server), MIDNIGHT);
                var log = CapturedLog.start()) {
            var adversary = new Adversary(server.root());
            day.pass(HOUR);
            day.monitor();
            long before = usedHeap();

            for (int hour = 2; hour <= HOURS; hour++) {
                adversary.plant(day.now().plus(HOUR));
                day.pass(HOUR);
                day.monitor();

                assertThat(day.captures().getStatus()).isEqualTo(Status.UP);
                assertThat(day.store().getStatus()).isEqualTo(Status.UP);
            }

            assertThat(usedHeap() - before).isLessThan(MAX_GROWTH);
            assertThat(adversary.authenticHours(day)).hasSize(HOURS);
            var authentic = day.recoverability(CheckId.BUNDLE_AUTHENTIC);
            assertThat(authentic.outcome()).isEqualTo(CheckOutcome.FAIL);
            assertThat(authentic.detail()).contains("is not authentic.", "The newest authentic bundle is management-");
            assertThat(day.gauge("apic.dr.foreign.files")).isGreaterThanOrEqualTo(NAMES);
            assertThat(log.text()).contains("%d names in ".formatted((HOURS - 1) * NAMES));
        }
    }

    /** Each of these, if it was opened, would hold up a process of the server. */
    @Test
    @EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
    void planted_fifos_and_links_hold_no_caller_up() throws IOException {
        try (var server = OpenSshServer.start();
                var day = environment.day(properties(server), MIDNIGHT)) {
            var adversary = new Adversary(server.root());
            day.pass(HOUR);

            for (var id : adversary.plantFifosAndLinks(day.now())) {
                assertThatThrownBy(() -> day.service().get(id))
                        .as(id.value())
                        .isInstanceOfSatisfying(
                                ServiceException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_NOT_FOUND));
            }

            day.pass(HOUR);
            assertThat(adversary.authenticHours(day)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_changes_after_it_was_listed_stops_no_capture(Change change) throws IOException {
        var server = new ChangingServer(change);
        try (var sftp = MinaSftpServer.start(new HookedSftp(server));
                var day = environment.day(properties(sftp), MIDNIGHT)) {
            var adversary = new Adversary(sftp.root());
            day.pass(HOUR);
            server.begin(adversary.plantOne(day.now().plus(HOUR).plusSeconds(1)), sftp.root());

            day.pass(HOUR);
            day.monitor();

            assertThat(server.changes()).isPositive();
            assertThat(day.captures().getStatus()).isEqualTo(Status.UP);
            assertThat(adversary.authenticHours(day)).hasSize(2);
        }
    }

    /** One scheduled capture an hour, and a deadline that a busy machine keeps. */
    private static Map<String, String> properties(SftpPeer server) {
        var properties = new HashMap<>(server.properties());
        properties.put("apic-dr.request-timeout", "2m");
        properties.put("apic-dr.capture.schedule", "0 * * * *");
        properties.put("apic-dr.capture.on-start", "false");
        return properties;
    }

    private static byte[] costly(ObjectNode manifest) {
        var empty = manifest.putArray("planted");
        for (int i = 0; i < OBJECTS; i++) {
            empty.addObject();
        }
        return manifest.toString().getBytes(UTF_8);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Writes to the folder of the subsystem whatever the account of the service may write there. */
    private static final class Adversary {

        private final Path folder;
        private final Path verdicts;
        private final Set<BundleId> planted = new HashSet<>();

        Adversary(Path root) throws IOException {
            this.folder = Files.createDirectories(root.resolve(Occurrence.FOLDER.substring("/store/".length())));
            this.verdicts = Files.createDirectories(folder.resolve(".verified"));
        }

        /** Plants names of a time and of the five minutes after it, and names of later days. */
        void plant(Instant time) throws IOException {
            for (int i = 0; i < NAMES; i++) {
                var noBundle = new byte[(i % 2 == 0 ? 1 : 16) << 10];
                Files.write(path(id(time.plusSeconds(i))), noBundle);
                Files.write(path(id(time.plus(Duration.ofDays(2)).plusSeconds(i))), noBundle);
                Files.createFile(verdicts.resolve("planted-" + planted.size()));
            }
            for (int i = 0; i < MANIFESTS; i++) {
                Files.write(path(id(time.plusSeconds(i))), costly);
            }
            plantFifosAndLinks(time);
        }

        BundleId plantOne(Instant time) throws IOException {
            var id = id(time);
            Files.write(path(id), costly);
            return id;
        }

        /** Plants a FIFO, a link to a device, one to nothing and one to a bundle. */
        List<BundleId> plantFifosAndLinks(Instant time) throws IOException {
            var ids = Stream.generate(() -> id(time)).limit(4).toList();
            Command.run(folder, "mkfifo", ids.get(0).fileName());
            Files.createSymbolicLink(path(ids.get(1)), Path.of("/dev/zero"));
            Files.createSymbolicLink(path(ids.get(2)), Path.of("absent"));
            Files.createSymbolicLink(path(ids.get(3)), path(captured().get(0)));
            return ids;
        }

        /** Returns the times of all bundles that were not planted, which must be authentic. */
        Set<Instant> authenticHours(SimulatedDay day) throws IOException {
            var hours = new TreeSet<Instant>();
            for (var id : captured()) {
                var inspection = day.service().get(id);
                assertThat(inspection).as(id.value()).matches(BundleInspection::authentic);
                hours.add(id.createdAt());
            }
            return hours;
        }

        private List<BundleId> captured() throws IOException {
            try (var files = Files.list(folder)) {
                return files.flatMap(file -> BundleId.inFolder(
                                "management", file.getFileName().toString())
                                .stream())
                        .filter(id -> !planted.contains(id))
                        .toList();
            }
        }

        private BundleId id(Instant time) {
            var digest = Digests.sha256Hex(String.valueOf(planted.size()).getBytes(UTF_8));
            var id = BundleId.of("management", "82b290a2", time, digest, false);
            planted.add(id);
            return id;
        }

        private Path path(BundleId id) {
            return folder.resolve(id.fileName());
        }
    }

    /** What becomes of a planted file when the service reads it. */
    private enum Change {
        GONE,
        SHRINKS,
        GROWS,
        OTHER_CONTENT
    }

    /** A server that lists a file and then answers as if it was another one. */
    private static final class ChangingServer implements HookedSftp.Hook {

        private final Change change;
        private String name = "";
        private Path file = Path.of("");
        private int changes;

        ChangingServer(Change change) {
            this.change = change;
        }

        synchronized void begin(BundleId id, Path root) {
            name = Occurrence.FOLDER + "/" + id.fileName();
            file = root.resolve(name.substring("/store/".length()));
        }

        synchronized int changes() {
            return changes;
        }

        @Override
        public synchronized void handle(SftpExchange exchange) throws IOException {
            var request = exchange.request();
            if (!request.path().equals(name)) {
                exchange.serve();
                return;
            }
            changes++;
            if (change == Change.GONE) {
                exchange.refuse(SftpConstants.SSH_FX_NO_SUCH_FILE);
                return;
            }
            if (request.is("READ")) {
                Files.write(file, content());
            }
            exchange.serve();
        }

        private byte[] content() {
            return switch (change) {
                case SHRINKS -> new byte[512];
                case GROWS -> new byte[costly.length * 2];
                default ->
                    String.valueOf(changes)
                            .repeat(costly.length)
                            .substring(0, costly.length)
                            .getBytes(UTF_8);
            };
        }
    }
}
