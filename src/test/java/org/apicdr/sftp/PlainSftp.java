package org.apicdr.sftp;

import java.io.IOException;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** SFTP without the extensions that sync files and rename over others. */
final class PlainSftp extends SftpSubsystemFactory {

    @Override
    public Command createSubsystem(ChannelSession channel) throws IOException {
        SftpModuleProperties.OPENSSH_EXTENSIONS.set(channel.getSession(), "hardlink@openssh.com=1");
        return super.createSubsystem(channel);
    }
}
