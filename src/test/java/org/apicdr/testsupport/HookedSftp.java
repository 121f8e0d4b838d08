package org.apicdr.testsupport;

import java.io.IOException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemConfigurator;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** SFTP whose every request goes through a hook, in the order in which the server got them. */
public final class HookedSftp extends SftpSubsystemFactory {

    private final Hook hook;

    public HookedSftp(Hook hook) {
        this.hook = hook;
    }

    @Override
    public Command createSubsystem(ChannelSession channel) throws IOException {
        return new Hooked(channel, this, hook);
    }

    /** Decides what becomes of a request; one that it does not serve or refuse gets no answer. */
    public interface Hook {
        void handle(SftpExchange exchange) throws IOException;
    }

    /** One connection. */
    private static final class Hooked extends SftpSubsystem implements SftpExchange.Connection {

        private final Hook hook;
        private boolean muted;
        private boolean dead;

        Hooked(ChannelSession channel, SftpSubsystemConfigurator configurator, Hook hook) {
            super(channel, configurator);
            this.hook = hook;
        }

        @Override
        protected void doProcess(Buffer buffer, int length, int type, int id) throws IOException {
            if (dead) {
                return;
            }
            if (type == SftpConstants.SSH_FXP_INIT) {
                super.doProcess(buffer, length, type, id);
                return;
            }
            var packet = new SftpPacket(length, type, id, buffer.getCompactData());
            hook.handle(new SftpExchange(this, packet, SftpRequest.of(packet, handles)));
        }

        @Override
        public void serve(SftpPacket packet) throws IOException {
            super.doProcess(packet.buffer(), packet.length(), packet.type(), packet.id());
        }

        @Override
        public void serveMute(SftpPacket packet) throws IOException {
            boolean before = muted;
            muted = true;
            serve(packet);
            muted = before;
        }

        @Override
        public void refuse(SftpPacket packet, int status) throws IOException {
            sendStatus(prepareReply(packet.buffer()), packet.id(), status, "as the test wants it");
        }

        @Override
        public void mute() {
            muted = true;
        }

        @Override
        public void drop() {
            dead = true;
            getServerSession().close(true);
        }

        @Override
        protected void send(Buffer buffer) throws IOException {
            if (!muted) {
                super.send(buffer);
            }
        }
    }
}
