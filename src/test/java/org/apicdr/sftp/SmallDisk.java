package org.apicdr.sftp;

import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_FAILURE;

import java.nio.file.Path;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SftpPeer;

/**
 * A server whose disk holds 64 kB. Where no such disk may be mounted, or there is no OpenSSH, one that says the same.
 *
 * @param mounted whether there is a disk to take away again
 */
record SmallDisk(SftpPeer server, boolean mounted) implements AutoCloseable {

    private static final Path HERE = Path.of(".");

    static SmallDisk start() {
        if (OpenSshServer.installed()) {
            var server = OpenSshServer.start();
            if (Command.run(HERE, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", server.path())
                    .succeeded()) {
                return new SmallDisk(server, true);
            }
            server.close();
        }
        return new SmallDisk(MinaSftpServer.start(new HookedSftp(new Denying("WRITE", SSH_FX_FAILURE))), false);
    }

    @Override
    public void close() {
        if (mounted) {
            Command.run(HERE, "umount", "-l", server.path());
        }
        server.close();
    }
}
