package org.apicdr.sftp;

import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpPeer;
import org.junit.jupiter.api.Tag;

@Tag("store")
class BackupDirectoryListerOnMinaTest extends BackupDirectoryListerContract {

    @Override
    SftpPeer start() {
        return MinaSftpServer.start();
    }
}
