package org.apicdr.sftp;

import java.util.List;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SftpPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
@Tag("store")
class BackupListingOnOpenSshTest extends BackupListingContract {

    @Override
    SftpPeer start() {
        return OpenSshServer.start("internal-sftp", List.of("rsa"));
    }
}
