package org.apicdr.sftp;

import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpPeer;

class BackupListingOnMinaTest extends BackupListingContract {

    @Override
    SftpPeer start() {
        return MinaSftpServer.start();
    }
}
