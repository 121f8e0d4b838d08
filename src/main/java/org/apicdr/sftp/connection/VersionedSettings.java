package org.apicdr.sftp.connection;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.FileVersion;

/**
 * Settings with the versions of their files.
 *
 * @param settings the settings
 * @param stamps the versions of the files that they name
 */
record VersionedSettings(SftpSettings settings, List<Optional<FileVersion>> stamps) {

    VersionedSettings {
        stamps = List.copyOf(stamps);
    }

    static VersionedSettings of(SftpSessions.SettingsSource source) throws IOException {
        var settings = source.settings();
        return new VersionedSettings(settings, FileVersion.of(settings.files()));
    }
}
