package org.apicdr.sftp;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.bundle.UnreadableFileException;

/** Reads a file of the server with many requests on their way, up to the size it had when it was opened. */
final class SftpFileInputStream extends InputStream {

    /** So much of a file is asked for at once: a bundle rarely has more. */
    private static final int AHEAD = 32;

    private final SftpRequests requests;
    private final RemoteHandle file;
    private final long size;
    private final ArrayDeque<Piece> ahead = new ArrayDeque<>();
    private long asked;
    private int more;
    private byte[] piece = new byte[0];
    private int at;
    private boolean closed;

    private SftpFileInputStream(SftpRequests requests, RemoteHandle file, long size) throws IOException {
        this.requests = requests;
        this.file = file;
        this.size = size;
        askAhead();
        requests.lease().keep();
    }

    /**
     * Opens a regular file.
     *
     * @throws FileNotFoundException where there is none, though there may be a link or a folder of that name
     */
    static SftpFileInputStream open(SftpRequests requests, String path) throws IOException {
        var looked = requests.ownAttributes(path);
        var opened = requests.open(path);
        boolean foreign = false;
        try {
            var attributes = looked.packet(PacketType.ATTRS).readFileAttributes();
            foreign = attributes.getType() != FileMode.Type.REGULAR;
            var file = new RemoteHandle(path, opened.handle());
            if (!foreign) {
                return new SftpFileInputStream(requests, file, attributes.getSize());
            }
            requests.close(file);
        } catch (SftpStatusException e) {
            if (!foreign && !e.absent()) {
                throw e;
            }
        }
        throw new FileNotFoundException(
                "There is no regular file %s on the SFTP server %s.".formatted(path, requests.server()));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (closed) {
            throw new IOException("The file %s is closed.".formatted(file.path()));
        }
        if (length == 0) {
            return 0;
        }
        if (at == piece.length && !next()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, target, offset, count);
        at += count;
        return count;
    }

    /** Does not wait for the server, to which a handle more or less makes no difference. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            requests.close(file);
        } catch (IOException gone) {
            ahead.clear(); // the handle went with the session
        } finally {
            requests.session().readAhead().release(more);
            requests.lease().release();
        }
    }

    private boolean next() throws IOException {
        var first = ahead.poll();
        if (first == null) {
            return false;
        }
        piece = data(first.reply());
        at = 0;
        int missing = first.length() - piece.length;
        if (missing > 0) {
            ahead.addFirst(ask(first.offset() + piece.length, missing));
        }
        if (asked < size && requests.session().readAhead().tryAcquire()) {
            more++; // with every answer, so that it doubles with every round trip
        }
        askAhead();
        return piece.length > 0 || next();
    }

    private byte[] data(PendingReply pendingReply) throws IOException {
        try {
            return pendingReply.packet(PacketType.DATA).readBytes();
        } catch (SftpStatusException e) {
            var why = e.code() == StatusCode.EOF
                    ? "The file %s on the SFTP server %s became shorter while it was read."
                            .formatted(file.path(), requests.server())
                    : e.getMessage();
            throw new UnreadableFileException(String.valueOf(why), e);
        }
    }

    private void askAhead() throws IOException {
        while (ahead.size() < AHEAD + more && asked < size) {
            int length = (int) Math.min(SftpRequests.CHUNK, size - asked);
            ahead.add(ask(asked, length));
            asked += length;
        }
    }

    private Piece ask(long offset, int length) throws IOException {
        return new Piece(offset, length, requests.read(file, offset, length));
    }

    /** A part of the file that was asked for. */
    private record Piece(long offset, int length, PendingReply reply) {}
}
