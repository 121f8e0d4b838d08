package org.apicdr.sftp;

import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_FAILURE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apicdr.bundle.BundleStore.StoredFile;
import org.apicdr.bundle.BundleStore.TooManyFilesException;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpExchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listing asks for, and what it waits for. */
@Tag("store")
class SftpListingTest {

    private static final String FOLDER = "test-dc1/apic/management";

    /** The number of entries that a store reads here; one of 100,001 takes too long to fill. */
    private static final int MAX = 300;

    /** What the client asked for that was not answered yet. */
    private final ConcurrentLinkedQueue<SftpExchange> held = new ConcurrentLinkedQueue<>();

    /** The names come with the first answer, and the second says that there are no more. */
    @Test
    void waits_for_nothing_behind_the_end() throws IOException {
        try (var server = answering(2)) {
            var store = store(server);

            assertThat(store.list(SUBSYSTEM, soon()).files())
                    .extracting(StoredFile::name)
                    .containsExactlyInAnyOrder("one.tar", "other.tar");
            await().until(() -> !held.isEmpty()); // its second question may still be on its way

            store.close();
        }
    }

    @Test
    void asks_again_as_often_as_there_are_names() throws IOException {
        try (var server = answering(Integer.MAX_VALUE)) {
            var folder = server.root().resolve(FOLDER);
            for (int i = 0; i < 3_000; i++) {
                Files.createFile(folder.resolve("file" + i));
            }
            var store = store(server);

            assertThat(store.list(SUBSYSTEM, soon()).files()).hasSize(3_002);

            store.close();
        }
    }

    @Test
    void says_that_a_folder_has_too_many_entries_and_serves_others_on() throws IOException {
        try (var server = MinaSftpServer.start()) {
            var crowded = Files.createDirectories(server.root().resolve("test-dc1/apic/crowded"));
            fill(crowded, MAX + 1);
            fill(Files.createDirectories(server.root().resolve(FOLDER)), MAX);
            var store = limited(server);

            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> store.list(new SubsystemRef("apic", "crowded"), soon()))
                    .withMessageMatching("The folder .*/test-dc1/apic/crowded on the SFTP server .* has more than 300"
                            + " entries\\. Move unrelated files elsewhere\\.")
                    .withCauseInstanceOf(TooManyFilesException.class);
            assertThat(store.list(SUBSYSTEM, soon()).files()).hasSize(MAX);

            store.close();
        }
    }

    @Test
    void lists_bundles_beside_too_many_verdicts_and_takes_none_of_these() throws IOException {
        try (var server = MinaSftpServer.start()) {
            var folder = Files.createDirectories(server.root().resolve(FOLDER));
            fill(Files.createDirectories(folder.resolve(".verified")), MAX + 1);
            fill(folder, 1);
            var store = limited(server);

            var found = store.list(SUBSYSTEM, soon());

            assertThat(found.files()).hasSize(1);
            assertThat(found.verdicts()).isEmpty();
            assertThat(found.tooManyVerdicts()).isTrue();

            store.close();
        }
    }

    /** The server refuses a folder while the other one is open, as servers do that allow few open handles. */
    @ParameterizedTest
    @ValueSource(strings = {FOLDER, FOLDER + "/.verified"})
    void takes_none_of_too_many_verdicts_from_a_server_that_opens_one_folder_at_a_time(String refused)
            throws IOException {
        var refusals = new AtomicInteger();
        var hooked = new HookedSftp(exchange -> {
            var request = exchange.request();
            if (request.is("OPENDIR") && request.path().endsWith(refused) && refusals.getAndIncrement() == 0) {
                exchange.refuse(SSH_FX_FAILURE);
            } else {
                exchange.serve();
            }
        });
        try (var server = MinaSftpServer.start(hooked)) {
            var folder = Files.createDirectories(server.root().resolve(FOLDER));
            fill(Files.createDirectories(folder.resolve(".verified")), MAX + 1);
            fill(folder, 1);
            var store = limited(server);

            var found = store.list(SUBSYSTEM, soon());

            assertThat(refusals).hasValue(2);
            assertThat(found.files()).hasSize(1);
            assertThat(found.verdicts()).isEmpty();
            assertThat(found.tooManyVerdicts()).isTrue();

            store.close();
        }
    }

    private static SftpBundleStore limited(MinaSftpServer server) {
        var properties = server.properties();
        return new SftpBundleStore(
                SftpFixtures.config(properties),
                Optional.ofNullable(properties.get("apic-dr.site")),
                Clock.systemUTC(),
                MAX);
    }

    private static void fill(Path folder, int files) throws IOException {
        for (int i = 0; i < files; i++) {
            Files.createFile(folder.resolve("file" + i));
        }
    }

    /** Answers the first requests to read the folder; the others it keeps waiting. */
    private MinaSftpServer answering(int answers) throws IOException {
        var asked = new ConcurrentLinkedQueue<SftpExchange>();
        var server = MinaSftpServer.start(new HookedSftp(exchange -> {
            var request = exchange.request();
            if (request.is("READDIR") && request.path().endsWith(FOLDER)) {
                asked.add(exchange);
                if (asked.size() > answers) {
                    held.add(exchange);
                    return;
                }
            }
            exchange.serve();
        }));
        var folder = Files.createDirectories(server.root().resolve(FOLDER));
        for (var name : List.of("one.tar", "other.tar")) {
            Files.createFile(folder.resolve(name));
        }
        return server;
    }
}
