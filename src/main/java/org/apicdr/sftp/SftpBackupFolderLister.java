package org.apicdr.sftp;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import org.apicdr.backup.BackupFolderLister;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.backup.BackupFolderListing.Failed;
import org.apicdr.backup.BackupLocation;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.config.BackupSftpConfig;
import org.apicdr.sftp.connection.SftpStatusException;
import org.apicdr.sftp.connection.UnexpectedSftpException;

/**
 * Lists backup folders on SFTP servers. Opens a session for each listing, because listings are rare and each has its
 * own login.
 */
@ApplicationScoped
class SftpBackupFolderLister implements BackupFolderLister {

    /** The number of stack frames to log. */
    private static final int MAX_FRAMES = 12;

    private final BackupSftpSettings settings;
    private final Clock clock;

    /** Never fails: {@link SftpConfigCheck} reports configuration errors at startup. */
    SftpBackupFolderLister(BackupSftpConfig config, Clock clock) {
        this.settings = BackupSftpSettings.from(config, error -> {});
        this.clock = clock;
    }

    @Override
    public BackupFolderListing list(BackupLocation location, Deadline deadline) {
        var reader = new BackupFolderReader(location, settings, clock);
        try {
            return reader.run(settings.sooner(deadline));
        } catch (SftpStatusException e) {
            return new Failed(e.absent() ? e.getMessage() + " " + reader.absent() : String.valueOf(e.getMessage()));
        } catch (UnexpectedSftpException e) {
            return unexpected(reader, e.failure());
        } catch (IOException e) {
            return new Failed("%s cannot be read. %s".formatted(reader, e.getMessage()));
        } catch (RuntimeException e) {
            return unexpected(reader, e);
        }
    }

    /** Reports an unexpected error without its message, which may contain a secret. */
    private static Failed unexpected(BackupFolderReader reader, Throwable cause) {
        var name = cause.getClass().getName();
        var frames = Arrays.stream(cause.getStackTrace()).limit(MAX_FRAMES).toList();
        Log.errorf("%s could not be read: %s at %s", reader, name, frames);
        return new Failed(("%s cannot be read: unexpected error %s. See the log of this service."
                        + " If the login uses a private key, try a key of another type.")
                .formatted(reader, name));
    }
}
