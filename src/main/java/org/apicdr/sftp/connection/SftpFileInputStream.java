package org.apicdr.sftp.connection;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.bundle.BundleStore.UnreadableFileException;

/** Reads a remote file with many requests in flight, up to the size that the file had when it was opened. */
public final class SftpFileInputStream extends InputStream {

    /** The number of requests sent ahead. A bundle is rarely larger than these cover. */
    private static final int AHEAD = 32;

    private final SftpRequests requests;
    private final RemoteHandle file;
    private final long size;
    private final ArrayDeque<Piece> ahead = new ArrayDeque<>();
    private long requested;
    private int extraAhead;
    private byte[] piece = new byte[0];
    private int at;
    private boolean closed;

    private SftpFileInputStream(SftpRequests requests, RemoteHandle file, long size) throws IOException {
        this.requests = requests;
        this.file = file;
        this.size = size;
        requestAhead();
        requests.lease().keep();
    }

    /**
     * Opens a regular file.
     *
     * @throws FileNotFoundException if the path is missing, a link or a folder
     */
    public static SftpFileInputStream open(SftpRequests requests, String path) throws IOException {
        var attributesReply = requests.ownAttributes(path);
        var opened = requests.open(path);
        boolean notRegular = false;
        try {
            var attributes = attributesReply.packet(PacketType.ATTRS).readFileAttributes();
            notRegular = attributes.getType() != FileMode.Type.REGULAR;
            var file = new RemoteHandle(path, opened.handle());
            if (!notRegular) {
                return new SftpFileInputStream(requests, file, attributes.getSize());
            }
            requests.close(file);
        } catch (SftpStatusException e) {
            if (!notRegular && !e.absent()) {
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

    /** Closes the handle without waiting for the server's reply. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            requests.close(file);
        } catch (IOException gone) {
            ahead.clear(); // the handle was closed with the session
        } finally {
            requests.session().readAhead().release(extraAhead);
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
            ahead.addFirst(request(first.offset() + piece.length, missing));
        }
        if (requested < size && requests.session().readAhead().tryAcquire()) {
            extraAhead++; // one more per reply, so that the number doubles with every round trip
        }
        requestAhead();
        return piece.length > 0 || next();
    }

    private byte[] data(PendingReply pendingReply) throws IOException {
        try {
            return pendingReply.packet(PacketType.DATA).readBytes();
        } catch (SftpStatusException e) {
            var message = e.code() == StatusCode.EOF
                    ? "The file %s on the SFTP server %s became shorter while it was read."
                            .formatted(file.path(), requests.server())
                    : e.getMessage();
            throw new UnreadableFileException(String.valueOf(message), e);
        }
    }

    private void requestAhead() throws IOException {
        while (ahead.size() < AHEAD + extraAhead && requested < size) {
            int length = (int) Math.min(SftpRequests.CHUNK, size - requested);
            ahead.add(request(requested, length));
            requested += length;
        }
    }

    private Piece request(long offset, int length) throws IOException {
        return new Piece(offset, length, requests.read(file, offset, length));
    }

    /** A requested part of the file. */
    private record Piece(long offset, int length, PendingReply reply) {}
}
