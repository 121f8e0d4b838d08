package org.apicdr.sftp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.ConfigValidator;
import org.apicdr.sftp.config.SftpConfig;
import org.apicdr.sftp.connection.SftpSettings;

/** Validates the properties of the store at startup. */
@ApplicationScoped
class SftpConfigCheck implements ConfigValidator {

    private final SftpConfig config;

    SftpConfigCheck(SftpConfig config) {
        this.config = config;
    }

    /** Returns one line for each missing or invalid value, beginning with the name of its property. */
    @Override
    public List<String> violations() {
        var violations = new ArrayList<String>();
        SftpSettings.from(config, violations::add);
        return violations;
    }
}
