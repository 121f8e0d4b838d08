package org.apicdr.sftp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.ConfigValidator;

/** Says at start what is wrong with the properties of the looks at backups. */
@ApplicationScoped
class BackupSftpConfigCheck implements ConfigValidator {

    private final BackupSftpConfig config;

    BackupSftpConfigCheck(BackupSftpConfig config) {
        this.config = config;
    }

    /** One line for each wrong value, beginning with the property's name; empty where all are right. */
    @Override
    public List<String> violations() {
        var complaints = new ArrayList<String>();
        BackupSftpSettings.from(config, complaints::add);
        return complaints;
    }
}
