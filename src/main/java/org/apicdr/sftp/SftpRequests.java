package org.apicdr.sftp;

import java.io.IOException;
import java.util.EnumSet;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Request;
import net.schmizz.sshj.sftp.SFTPEngine;

/** The requests of one operation. Each is sent at once and answered later, so that many are on their way together. */
final class SftpRequests {

    /** The most that every server takes in one WRITE or gives for one READ; more kills OpenSSH's sftp-server. */
    static final int CHUNK = 32 * 1024;

    static final String WRITE = "write";

    private final SftpSession session;
    private final SFTPEngine engine;
    private final Server server;
    private final Lease lease;

    SftpRequests(SftpSession session, SFTPEngine engine, Server server, Lease lease) {
        this.session = session;
        this.engine = engine;
        this.server = server;
        this.lease = lease;
    }

    SftpSession session() {
        return session;
    }

    /** What the operation holds of the session. */
    Lease lease() {
        return lease;
    }

    Server server() {
        return server;
    }

    /** Opens a file that must not exist yet. */
    Reply create(String path) throws IOException {
        var modes = EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.EXCL);
        return send("create", path, open(path, OpenMode.toMask(modes)));
    }

    Reply open(String path) throws IOException {
        return send("open", path, open(path, OpenMode.toMask(EnumSet.of(OpenMode.READ))));
    }

    /** Writes a piece of {@link #CHUNK} bytes, or what is left, to the same place in the file. */
    Reply write(RemoteFile file, byte[] content, int at) throws IOException {
        int length = Math.min(CHUNK, content.length - at);
        var request = engine.newRequest(PacketType.WRITE).putString(file.handle());
        return send(WRITE, file.path(), request.putUInt64(at).putString(content, at, length));
    }

    Reply read(RemoteFile file, long at, int length) throws IOException {
        var request = engine.newRequest(PacketType.READ).putString(file.handle());
        return send("read", file.path(), request.putUInt64(at).putUInt32(length));
    }

    /** Has the file, or the names in the folder, written to the server's disk. */
    Reply sync(RemoteFile file) throws IOException {
        var request = engine.newExtendedRequest("fsync@openssh.com").putString(file.handle());
        return send(WRITE, file.path(), request);
    }

    Reply close(RemoteFile file) throws IOException {
        return send(WRITE, file.path(), engine.newRequest(PacketType.CLOSE).putString(file.handle()));
    }

    /** Version 3's plain rename never overwrites. */
    Reply rename(String from, String to) throws IOException {
        var request = engine.newRequest(PacketType.RENAME);
        return send("rename " + from + " to", to, request.putString(from).putString(to));
    }

    Reply remove(String path) throws IOException {
        return send("remove", path, engine.newRequest(PacketType.REMOVE).putString(path));
    }

    Reply makeFolder(String path) throws IOException {
        var request = engine.newRequest(PacketType.MKDIR).putString(path);
        return send("make the folder", path, request.putFileAttributes(FileAttributes.EMPTY));
    }

    Reply openFolder(String path) throws IOException {
        return send("list", path, engine.newRequest(PacketType.OPENDIR).putString(path));
    }

    Reply readFolder(RemoteFile folder) throws IOException {
        return send("list", folder.path(), engine.newRequest(PacketType.READDIR).putString(folder.handle()));
    }

    /** What lies at a path, symbolic links followed. */
    Reply attributes(String path) throws IOException {
        return send("look at", path, engine.newRequest(PacketType.STAT).putString(path));
    }

    /** What lies at a path, a symbolic link as such. */
    Reply ownAttributes(String path) throws IOException {
        return send("look at", path, engine.newRequest(PacketType.LSTAT).putString(path));
    }

    private Request open(String path, int mode) {
        return engine.newRequest(PacketType.OPEN)
                .putString(path)
                .putUInt32(mode)
                .putFileAttributes(FileAttributes.EMPTY);
    }

    private Reply send(String verb, String path, Request request) throws IOException {
        try {
            var promise = engine.request(request);
            session.sent(promise);
            return new Reply(session, promise, new Errand(server, verb, path), lease.deadline());
        } catch (IOException e) {
            throw session.lost(e);
        } catch (IndexOutOfBoundsException e) {
            throw session.lost(new IOException("the channel broke while another thread wrote to it", e));
        }
    }
}
