package org.apicdr.sftp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apicdr.configuration.FileStamp;

/**
 * Settings as they are now.
 *
 * @param settings the settings
 * @param stamps the files that they name
 */
record StampedSettings(SftpSettings settings, List<Optional<FileStamp>> stamps) {

    StampedSettings {
        stamps = List.copyOf(stamps);
    }

    static StampedSettings of(SftpSessions.SettingsSource source) throws IOException {
        var settings = source.settings();
        return new StampedSettings(settings, FileStamp.of(settings.files()));
    }
}
