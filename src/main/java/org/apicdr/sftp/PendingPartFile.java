package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.RemoteHandle;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;

/** The part file of one upload, requested but not yet opened. */
final class PendingPartFile {

    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);

    private static final int RANDOM_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SftpRequests requests;
    private final String path;
    private final PendingReply created;

    private PendingPartFile(SftpRequests requests, String path) throws IOException {
        this.requests = requests;
        this.path = path;
        this.created = requests.create(path);
    }

    /** Requests a new part file for a folder, and does not wait. */
    static PendingPartFile request(SftpRequests requests, String folder) throws IOException {
        var bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        var cluster = folder.substring(folder.lastIndexOf('/') + 1);
        var name = "%s.%s.part".formatted(cluster, HexFormat.of().formatHex(bytes));
        return new PendingPartFile(requests, StoreLayout.incoming(folder) + "/" + name);
    }

    /** Requests a new part file after the first request failed. Creates the folder if it is missing. */
    static PendingPartFile requestAfter(SftpStatusException sftpStatusException, SftpRequests requests, String folder)
            throws IOException {
        var folders = new DirectoryCreator(requests, folder, StoreLayout.incoming(folder));
        if (sftpStatusException.absent()) {
            folders.make();
            return request(requests, folder);
        }
        folders.find(); // some servers report a generic failure if a parent in the path is a file
        throw sftpStatusException;
    }

    PartFile opened() throws IOException {
        return new PartFile(requests, new RemoteHandle(path, created.handle()));
    }

    /** Aborts an unused upload. Waits at most a second, and only if the server has already replied. */
    void abort() {
        var bounded = requests.session().requests(Deadline.in(ABORT_TIMEOUT));
        try {
            if (created.arrived()) {
                var partFile = new PartFile(bounded, opened().file());
                bounded.close(partFile.file());
                partFile.remove();
            } else {
                bounded.remove(path);
            }
        } catch (IOException e) {
            Log.debugf(e, "The part file %s, if it was created, was not removed", path);
        }
    }
}
