package org.apicdr.testsupport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.FileHandle;
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

        /** The status to answer with in place of one of {@code SSH_FX_*}. */
        default int status(int status) {
            return status;
        }

        /** The permissions to tell in place of these, which begin with the type of the file; a negative number for none. */
        default int permissions(int permissions) {
            return permissions;
        }

        /** The line to list a file with in place of this, which is as {@code ls -l} prints it. */
        default String longName(String longName) {
            return longName;
        }
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
        public long openFiles() {
            return handles.values().stream()
                    .filter(FileHandle.class::isInstance)
                    .count();
        }

        @Override
        protected void sendStatus(Buffer buffer, int id, int status, String message, String language)
                throws IOException {
            super.sendStatus(buffer, id, hook.status(status), message, language);
        }

        @Override
        protected String getLongName(Path file, String shortName, Map<String, ?> attributes) throws IOException {
            return hook.longName(super.getLongName(file, shortName, attributes));
        }

        /** As draft-ietf-secsh-filexfer-02, section 5: flags, then what they announce. */
        @Override
        protected void writeAttrs(Buffer buffer, Map<String, ?> attributes) {
            int start = buffer.wpos();
            super.writeAttrs(buffer, attributes);
            var written = ByteBuffer.wrap(buffer.array());
            int flags = written.getInt(start);
            if ((flags & SftpConstants.SSH_FILEXFER_ATTR_PERMISSIONS) == 0) {
                return;
            }
            int at = start + Integer.BYTES;
            at += (flags & SftpConstants.SSH_FILEXFER_ATTR_SIZE) == 0 ? 0 : Long.BYTES;
            at += (flags & SftpConstants.SSH_FILEXFER_ATTR_UIDGID) == 0 ? 0 : Long.BYTES;
            int permissions = hook.permissions(written.getInt(at));
            if (permissions >= 0) {
                written.putInt(at, permissions);
                return;
            }
            written.putInt(start, flags & ~SftpConstants.SSH_FILEXFER_ATTR_PERMISSIONS);
            int end = buffer.wpos();
            System.arraycopy(buffer.array(), at + Integer.BYTES, buffer.array(), at, end - at - Integer.BYTES);
            buffer.wpos(end - Integer.BYTES);
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
