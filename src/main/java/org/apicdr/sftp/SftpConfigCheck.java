package org.apicdr.sftp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.ConfigValidator;
import org.apicdr.sftp.config.BackupSftpConfig;
import org.apicdr.sftp.config.SftpConfig;
import org.apicdr.sftp.connection.SftpSettings;

/** Validates the properties of the store, and those for reading backup folders, at startup. */
@ApplicationScoped
class SftpConfigCheck implements ConfigValidator {

    private final SftpConfig store;
    private final BackupSftpConfig backups;

    SftpConfigCheck(SftpConfig store, BackupSftpConfig backups) {
        this.store = store;
        this.backups = backups;
    }

    /** Returns one line for each missing or invalid value, beginning with the name of its property. */
    @Override
    public List<String> violations() {
        var violations = new ArrayList<String>();
        SftpSettings.from(store, violations::add);
        BackupSftpSettings.from(backups, violations::add);
        return violations;
    }
}
