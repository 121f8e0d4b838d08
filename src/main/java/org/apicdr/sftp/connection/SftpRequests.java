package org.apicdr.sftp.connection;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Request;
import net.schmizz.sshj.sftp.SFTPEngine;
import org.apicdr.sftp.config.SftpEndpoint;

/**
 * Sends the requests of one operation. Each method returns without waiting for the reply, so that many requests are in
 * flight.
 */
public final class SftpRequests {

    /** The largest WRITE or READ that every server supports. A larger one terminates OpenSSH's sftp-server. */
    public static final int CHUNK = 32 * 1024;

    static final String WRITE = "write";

    private static final String CREATE = "create";

    private static final String OPEN = "open";

    private static final String LIST = "list";

    private static final String FSYNC = "fsync";

    private static final String CLOSE = "close";

    /** The requests for a handle. */
    static final Set<String> OPENING = Set.of(CREATE, OPEN, LIST);

    /** The requests that end the writing of a file. */
    static final Set<String> MAKING_DURABLE = Set.of(FSYNC, CLOSE);

    private final SftpSession session;
    private final SFTPEngine engine;
    private final SessionLease sessionLease;

    /** The files and folders that the operation opened. */
    private final Queue<PendingReply> opened = new ConcurrentLinkedQueue<>();

    SftpRequests(SftpSession session, SFTPEngine engine, SessionLease sessionLease) {
        this.session = session;
        this.engine = engine;
        this.sessionLease = sessionLease;
    }

    public SftpSession session() {
        return session;
    }

    SessionLease lease() {
        return sessionLease;
    }

    public SftpEndpoint server() {
        return session.server();
    }

    /** Opens a file that must not exist yet. */
    public PendingReply create(String path) throws IOException {
        var modes = EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.EXCL);
        return sendOpen(CREATE, path, open(path, OpenMode.toMask(modes)));
    }

    public PendingReply open(String path) throws IOException {
        return sendOpen(OPEN, path, open(path, OpenMode.toMask(EnumSet.of(OpenMode.READ))));
    }

    /** Writes up to {@link #CHUNK} bytes of {@code content} to the same offset in the file. */
    public PendingReply write(RemoteHandle file, byte[] content, int at) throws IOException {
        int length = Math.min(CHUNK, content.length - at);
        var request = engine.newRequest(PacketType.WRITE).putString(file.handle());
        return send(WRITE, file.path(), request.putUInt64(at).putString(content, at, length));
    }

    PendingReply read(RemoteHandle file, long at, int length) throws IOException {
        var request = engine.newRequest(PacketType.READ).putString(file.handle());
        return send("read", file.path(), request.putUInt64(at).putUInt32(length));
    }

    /** Flushes a file, or the names in a folder, to the server's disk. */
    public PendingReply sync(RemoteHandle file) throws IOException {
        var request = engine.newExtendedRequest("fsync@openssh.com").putString(file.handle());
        return send(FSYNC, file.path(), request);
    }

    public PendingReply close(RemoteHandle file) throws IOException {
        file.markClosed();
        return send(CLOSE, file.path(), engine.newRequest(PacketType.CLOSE).putString(file.handle()));
    }

    /** Renames a file. The rename of SFTP version 3 never overwrites. */
    public PendingReply rename(String from, String to) throws IOException {
        var request = engine.newRequest(PacketType.RENAME);
        return send("rename " + from + " to", to, request.putString(from).putString(to));
    }

    public PendingReply remove(String path) throws IOException {
        return send("remove", path, engine.newRequest(PacketType.REMOVE).putString(path));
    }

    public PendingReply makeFolder(String path) throws IOException {
        var request = engine.newRequest(PacketType.MKDIR).putString(path);
        return send("create the folder", path, request.putFileAttributes(FileAttributes.EMPTY));
    }

    PendingReply openFolder(String path) throws IOException {
        return sendOpen(LIST, path, engine.newRequest(PacketType.OPENDIR).putString(path));
    }

    PendingReply readFolder(RemoteHandle folder) throws IOException {
        return send(
                "list the names in",
                folder.path(),
                engine.newRequest(PacketType.READDIR).putString(folder.handle()));
    }

    /** Requests the attributes of a path, following symbolic links. */
    public PendingReply attributes(String path) throws IOException {
        return send(
                "read the attributes of",
                path,
                engine.newRequest(PacketType.STAT).putString(path));
    }

    /** Requests the attributes of a path, not following symbolic links. */
    public PendingReply ownAttributes(String path) throws IOException {
        return send(
                "read the attributes of",
                path,
                engine.newRequest(PacketType.LSTAT).putString(path));
    }

    private Request open(String path, int mode) {
        return engine.newRequest(PacketType.OPEN)
                .putString(path)
                .putUInt32(mode)
                .putFileAttributes(FileAttributes.EMPTY);
    }

    /**
     * Ends the use of the session by one holder. The last one closes what the operation left open: after a failure, or
     * because a reply came too late for it.
     */
    public void release() {
        if (sessionLease.release()) {
            session.closeUnused(opened);
        }
    }

    private PendingReply sendOpen(String verb, String path, Request request) throws IOException {
        var reply = send(verb, path, request);
        opened.add(reply);
        return reply;
    }

    private PendingReply send(String verb, String path, Request request) throws IOException {
        try {
            var promise = engine.request(request);
            session.sent(promise);
            return new PendingReply(session, promise, verb, path, sessionLease.deadline());
        } catch (IOException e) {
            throw session.lost(e);
        } catch (IndexOutOfBoundsException e) {
            throw session.lost(new IOException("the channel broke while another thread wrote to it", e));
        }
    }
}
