package org.apicdr.sftp;

import static org.apicdr.core.ErrorCode.STORE_UNAVAILABLE;

import io.quarkus.logging.Log;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.connection.SessionPool;
import org.apicdr.sftp.connection.SftpFileInputStream;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;

/** Determines, on a new session, the result of a rename whose reply was lost. */
final class LostRenameResolver {

    private final SessionPool sessions;
    private final Fsync fsync;
    private final String folder;
    private final BundleId id;
    private final String path;
    private final byte[] content;

    LostRenameResolver(SessionPool sessions, Fsync fsync, String folder, BundleId id, byte[] content) {
        this.sessions = sessions;
        this.fsync = fsync;
        this.folder = folder;
        this.id = id;
        this.path = StoreLayout.file(folder, id);
        this.content = content;
    }

    /** Returns normally if the bundle is stored, after a second rename if necessary; otherwise throws with what is known. */
    void resolve(String part, Deadline deadline, IOException lost) {
        try {
            var outcome = sessions.call(deadline, requests -> check(requests, part));
            if (outcome != Outcome.STORED) { // the rename of the old session may have happened between two reads
                outcome = sessions.call(deadline, requests -> check(requests, part));
            }
            switch (outcome) {
                case STORED -> Log.infof("The bundle %s is stored and complete", path);
                case ABSENT -> throw BundleUpload.failed(absent(lost), Stored.NO, lost);
                case REFUSED -> throw unknown(lost);
            }
        } catch (IOException e) {
            lost.addSuppressed(e);
            throw unknown(lost);
        }
    }

    /**
     * Returns whether the bundle is stored although the server reported a failure. This happens if the server's disk is
     * on a network.
     */
    boolean storedDespiteFailure(SftpRequests requests) throws IOException {
        return switch (read(requests, path)) {
            case SAME -> {
                flushFolder(requests);
                yield true;
            }
            case OTHER -> throw existsAlready(requests.server());
            case ABSENT -> false;
        };
    }

    private Outcome check(SftpRequests requests, String part) throws IOException {
        return switch (read(requests, path)) {
            case SAME -> {
                flushFolder(requests);
                yield Outcome.STORED;
            }
            case OTHER -> throw existsAlready(requests.server());
            case ABSENT -> read(requests, part) == Found.SAME ? rename(requests, part) : Outcome.ABSENT;
        };
    }

    private Outcome rename(SftpRequests requests, String part) throws IOException {
        try {
            requests.rename(part, path).ok();
        } catch (SftpStatusException e) {
            return Outcome.REFUSED;
        }
        flushFolder(requests);
        return Outcome.STORED;
    }

    private void flushFolder(SftpRequests requests) throws IOException {
        var directory = fsync.openFolder(requests, folder);
        directory.awaitHandle();
        directory.request(requests);
        directory.await();
    }

    private Found read(SftpRequests requests, String file) throws IOException {
        try (var input = SftpFileInputStream.open(requests, file, false)) {
            return Arrays.equals(input.readNBytes(content.length + 1), content) ? Found.SAME : Found.OTHER;
        } catch (FileNotFoundException e) {
            return Found.ABSENT;
        }
    }

    private ServiceException existsAlready(SftpEndpoint sftpEndpoint) {
        var sentence =
                "The SFTP server %s did not publish %s: a file with that name already exists. It was not changed."
                        .formatted(sftpEndpoint, path);
        return new ServiceException(STORE_UNAVAILABLE, sentence, ErrorDetails.stored(Stored.NO));
    }

    private String absent(IOException lost) {
        return "%s The bundle %s was not stored; try again.".formatted(lost.getMessage(), id);
    }

    private ServiceException unknown(IOException lost) {
        var sentence = "%s It is unknown whether %s was stored. List the bundles before trying again."
                .formatted(lost.getMessage(), path);
        return BundleUpload.failed(sentence, Stored.UNKNOWN, lost);
    }

    private enum Outcome {
        STORED,
        ABSENT,
        REFUSED
    }

    private enum Found {
        SAME,
        OTHER,
        ABSENT
    }
}
