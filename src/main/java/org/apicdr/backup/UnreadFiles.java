package org.apicdr.backup;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.request.Deadline;

/** Looks at nothing, where no adapter does. */
@DefaultBean
@ApplicationScoped
class UnreadFiles implements BackupFiles {

    @Override
    public BackupFolder list(BackupLocation location, Deadline deadline) {
        return new BackupFolder.Skipped("this service does not look at the files of backups");
    }
}
