package org.apicdr.sftp;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/**
 * Has something happen before a server lists a folder.
 *
 * @param event what happens
 */
record BeforeListing(Event event) implements SftpFileSystemAccessor {

    @Override
    public DirectoryStream<Path> openDirectory(
            SftpSubsystemProxy subsystem, DirectoryHandle handle, Path folder, String name, LinkOption... options)
            throws IOException {
        try {
            event.happen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return SftpFileSystemAccessor.super.openDirectory(subsystem, handle, folder, name, options);
    }

    interface Event {
        void happen() throws IOException, InterruptedException;
    }
}
