package org.apicdr.sftp;

import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpPeer;

class SftpStoreOnMinaTest extends SftpStoreContract {

    @Override
    SftpPeer start() {
        return MinaSftpServer.start();
    }
}
