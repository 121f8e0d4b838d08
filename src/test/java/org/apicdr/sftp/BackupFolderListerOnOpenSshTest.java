package org.apicdr.sftp;

import static org.apicdr.sftp.BackupFixtures.failed;
import static org.apicdr.sftp.BackupFixtures.files;
import static org.apicdr.sftp.BackupFixtures.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SftpPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
@Tag("store")
class BackupFolderListerOnOpenSshTest extends BackupFolderListerContract {

    @Override
    SftpPeer start() {
        return OpenSshServer.start("internal-sftp", List.of("rsa"));
    }

    @Test
    void reads_a_hundred_thousand_entries_and_no_more() throws IOException {
        for (int i = 0; i < 99_999; i++) {
            Files.createFile(folder().resolve("file" + i));
        }
        write("db/one", 0);
        var patient =
                files(Map.of(BackupFixtures.KNOWN_HOSTS, server.knownHosts().toString(), BackupFixtures.TIMEOUT, "2m"));

        assertThat(read(patient, location("")).entries()).hasSize(100_000);
        assertThat(failed(patient, location("db")))
                .isEqualTo(
                        "%s on 127.0.0.1:%d cannot be read. The backup directory has more than 100000 entries. Move"
                                + " unrelated files elsewhere.",
                        path(), server.port());
    }
}
