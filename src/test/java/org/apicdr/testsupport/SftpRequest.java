package org.apicdr.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.Handle;

/**
 * What a client asks for.
 *
 * @param verb as the protocol calls it: {@code OPEN}, {@code WRITE}, {@code fsync@openssh.com}
 * @param path what it concerns; that of its handle where it has one
 * @param detail where in the file, the new name, or nothing
 */
public record SftpRequest(String verb, String path, String detail) {

    private static final String FAMILY = "SSH_FXP_";

    static SftpRequest of(SftpPacket packet, Map<String, Handle> handles) {
        var buffer = packet.buffer();
        var verb = SftpConstants.getCommandMessageName(packet.type()).substring(FAMILY.length());
        return switch (packet.type()) {
            case SftpConstants.SSH_FXP_EXTENDED -> new SftpRequest(buffer.getString(), path(buffer, handles), "");
            case SftpConstants.SSH_FXP_CLOSE, SftpConstants.SSH_FXP_READDIR ->
                new SftpRequest(verb, path(buffer, handles), "");
            case SftpConstants.SSH_FXP_READ, SftpConstants.SSH_FXP_WRITE ->
                new SftpRequest(verb, path(buffer, handles), "@" + buffer.getLong());
            case SftpConstants.SSH_FXP_RENAME -> new SftpRequest(verb, buffer.getString(), buffer.getString());
            default -> new SftpRequest(verb, buffer.getString(), "");
        };
    }

    private static String path(Buffer buffer, Map<String, Handle> handles) {
        var handle = handles.get(new String(buffer.getBytes(), StandardCharsets.ISO_8859_1));
        return handle == null ? "?" : handle.getFile().toString();
    }

    public boolean is(String name) {
        return verb.equals(name);
    }
}
