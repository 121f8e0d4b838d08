package org.apicdr.sftp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.ConfigValidator;
import org.apicdr.sftp.config.BackupSftpConfig;

/** Validates the properties for reading backup folders at startup. */
@ApplicationScoped
class BackupSftpConfigCheck implements ConfigValidator {

    private final BackupSftpConfig config;

    BackupSftpConfigCheck(BackupSftpConfig config) {
        this.config = config;
    }

    /** Returns one line for each invalid value, beginning with the name of its property. */
    @Override
    public List<String> violations() {
        var violations = new ArrayList<String>();
        BackupSftpSettings.from(config, violations::add);
        return violations;
    }
}
