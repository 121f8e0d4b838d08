package org.apicdr.sftp;

import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpPeer;
import org.junit.jupiter.api.Tag;

@Tag("store")
class BackupFolderListerOnMinaTest extends BackupFolderListerContract {

    @Override
    SftpPeer start() {
        return MinaSftpServer.start();
    }
}
