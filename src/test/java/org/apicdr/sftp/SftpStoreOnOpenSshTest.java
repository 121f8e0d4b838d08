package org.apicdr.sftp;

import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SftpPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
@Tag("store")
class SftpStoreOnOpenSshTest extends SftpStoreContract {

    @Override
    SftpPeer start() {
        return OpenSshServer.start();
    }
}
