package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.apicdr.core.Deadline;

/** The unfinished file of one upload from when it is asked for. */
final class PendingPartFile {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

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

    /** Asks for a new file in a folder's place for such, and does not wait. */
    static PendingPartFile ask(SftpRequests requests, String folder) throws IOException {
        var bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        var cluster = folder.substring(folder.lastIndexOf('/') + 1);
        var name = "%s.%s.part".formatted(cluster, HexFormat.of().formatHex(bytes));
        return new PendingPartFile(requests, StoreLayout.incoming(folder) + "/" + name);
    }

    /** The same, and makes the folder first where it is missing. */
    static PendingPartFile askAfter(SftpStatusException sftpStatusException, SftpRequests requests, String folder)
            throws IOException {
        var folders = new DirectoryCreator(requests, folder, StoreLayout.incoming(folder));
        if (sftpStatusException.absent()) {
            folders.make();
            return ask(requests, folder);
        }
        folders.find(); // some servers call a path that leads through a file a mere failure
        throw sftpStatusException;
    }

    /** Waits for the file. */
    PartFile opened() throws IOException {
        return new PartFile(requests, new RemoteHandle(path, created.handle()));
    }

    /** Takes it back, and waits a little for that unless the server has been silent so far. */
    void abandon() {
        var bounded = requests.session().requests(Deadline.in(PATIENCE));
        try {
            if (created.arrived()) {
                var partFile = new PartFile(bounded, opened().file());
                bounded.close(partFile.file());
                partFile.remove();
            } else {
                bounded.remove(path);
            }
        } catch (IOException e) {
            Log.debugf(e, "%s stays behind, if it is there", path);
        }
    }
}
