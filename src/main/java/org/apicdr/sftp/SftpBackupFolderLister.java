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

/** Looks at the backups on SFTP servers, with a session for each look: looks are rare, and each has a login of its own. */
@ApplicationScoped
class SftpBackupFolderLister implements BackupFolderLister {

    /** How much of a stack is worth a log line. */
    private static final int FRAMES = 12;

    private final BackupSftpSettings settings;
    private final Clock clock;

    /** Never fails, as {@link BackupSftpConfigCheck} says at start what is wrong. */
    SftpBackupFolderLister(BackupSftpConfig config, Clock clock) {
        this.settings = BackupSftpSettings.from(config, complaint -> {});
        this.clock = clock;
    }

    @Override
    public BackupFolderListing list(BackupLocation location, Deadline deadline) {
        var look = new BackupFolderReader(location, settings, clock);
        try {
            return look.run(settings.sooner(deadline));
        } catch (SftpStatusException e) {
            return new Failed(e.absent() ? e.getMessage() + " " + look.absent() : String.valueOf(e.getMessage()));
        } catch (UnexpectedSftpException e) {
            return unexpected(look, e.failure());
        } catch (IOException e) {
            return new Failed("%s cannot be looked at. %s".formatted(look, e.getMessage()));
        } catch (RuntimeException e) {
            return unexpected(look, e);
        }
    }

    /** Without its message, of which nobody knows what it quotes. */
    private static Failed unexpected(BackupFolderReader look, Throwable cause) {
        var name = cause.getClass().getName();
        var frames = Arrays.stream(cause.getStackTrace()).limit(FRAMES).toList();
        Log.errorf("%s could not be looked at: %s at %s", look, name, frames);
        return new Failed(("%s cannot be looked at: an unexpected %s, which the log of this service locates."
                        + " Where the login is by private key, try one of another type.")
                .formatted(look, name));
    }
}
