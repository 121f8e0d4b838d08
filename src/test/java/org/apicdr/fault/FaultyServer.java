package org.apicdr.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpExchange;
import org.apicdr.testsupport.SftpRequest;
import org.apicdr.testsupport.TemporaryFolder;
import org.jspecify.annotations.Nullable;

/** An SFTP server that keeps a record of its requests, and lets one of them fail. */
final class FaultyServer implements HookedSftp.Hook, Fault.Server, AutoCloseable {

    private static final String NONE = "no bundle";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final MinaSftpServer server = MinaSftpServer.start(new HookedSftp(this));
    private final List<Occurrence> record = new ArrayList<>();
    private final Map<Occurrence, Integer> counts = new HashMap<>();
    private Disk disk = new Disk(root());
    private String previous = NONE;
    private @Nullable Strike strike;
    private boolean struck;

    FaultyServer() throws IOException {}

    Map<String, String> properties() {
        return server.properties();
    }

    /** The folder of the subsystem. */
    Path folder() {
        return root().resolve(Occurrence.FOLDER.substring(1));
    }

    /** Empties the store, but for the bundles given by their names. */
    synchronized void reset(Map<String, byte[]> bundles) throws IOException {
        TemporaryFolder.delete(server.root());
        Files.createDirectories(server.root());
        previous = NONE;
        for (var bundle : bundles.entrySet()) {
            Files.createDirectories(folder().resolve(".incoming"));
            Files.createDirectories(folder().resolve(".verified"));
            Files.write(folder().resolve(bundle.getKey()), bundle.getValue());
            previous = bundle.getKey().replace(".tar", "");
        }
        disk = new Disk(root());
    }

    /** Begins to count requests, one of which may be struck. */
    synchronized void begin(@Nullable Strike next) {
        record.clear();
        counts.clear();
        strike = next;
        struck = false;
    }

    /** Ends the fault; tells whether there was one. */
    synchronized boolean end() throws InterruptedException {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (strike != null && !struck && System.nanoTime() < patience) {
            wait(PATIENCE.toMillis()); // the caller waits for no answer to the last requests
        }
        strike = null;
        notifyAll();
        return struck;
    }

    synchronized List<Occurrence> record() {
        return List.copyOf(record);
    }

    /** The finished files, by name. */
    Map<String, byte[]> finished() throws IOException {
        var found = new TreeMap<String, byte[]>();
        if (Files.isDirectory(folder())) {
            try (var files = Files.newDirectoryStream(folder(), "*.tar")) {
                for (var file : files) {
                    found.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
        }
        return found;
    }

    /** Whether a finished file would survive a power loss. */
    synchronized boolean keeps(String fileName) throws IOException {
        return disk.keeps(folder().resolve(fileName));
    }

    /** One at a time, so that whoever has the answer finds it noted. */
    @Override
    public synchronized void handle(SftpExchange exchange) throws IOException {
        var next = next(exchange.request());
        if (next == null) {
            exchange.serve();
            done(exchange.request());
        } else {
            next.fault().strike(exchange, this);
        }
    }

    @Override
    public synchronized void done(SftpRequest request) throws IOException {
        disk.done(request);
    }

    @Override
    public synchronized void losePower(boolean names) throws IOException {
        server.dropConnections();
        disk.losePower(names);
    }

    @Override
    public synchronized boolean awaitRelease() {
        boolean interrupted = false;
        while (strike != null) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // a disk that hangs does not care that the client has hung up
            }
        }
        return interrupted;
    }

    @Override
    public void close() {
        server.close();
    }

    private @Nullable Strike next(SftpRequest request) {
        var kind = Occurrence.of(request, previous);
        var occurrence = kind.numbered(counts.merge(kind, 1, Integer::sum) - 1);
        record.add(occurrence);
        var wanted = strike;
        if (struck || wanted == null || !wanted.request().equals(occurrence)) {
            return null;
        }
        struck = true;
        notifyAll();
        return wanted;
    }

    private Path root() {
        try {
            return server.root().resolve("..").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A fault in its place.
     *
     * @param request the request that meets it
     */
    record Strike(Occurrence request, Fault fault) {

        @Override
        public String toString() {
            return "%s: %s".formatted(request, fault.words());
        }
    }
}
