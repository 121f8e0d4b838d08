package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apicdr.bundle.BundleStore.StoredFile;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpExchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a listing asks for, and what it waits for. */
@Tag("store")
class SftpListingTest {

    private static final String FOLDER = "test-dc1/apic/management";

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
            assertThat(held).isNotEmpty();

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
