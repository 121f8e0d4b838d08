package org.apicdr.sftp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.ConfigValidator;

/** Says at start what is wrong with the properties of the store. */
@ApplicationScoped
class SftpConfigCheck implements ConfigValidator {

    private final SftpConfig config;

    SftpConfigCheck(SftpConfig config) {
        this.config = config;
    }

    /** One line for each wrong or missing value, beginning with the property's name; empty where all are right. */
    @Override
    public List<String> violations() {
        var complaints = new ArrayList<String>();
        SftpSettings.from(config, complaints::add);
        return complaints;
    }
}
