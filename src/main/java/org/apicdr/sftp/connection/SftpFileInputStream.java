package org.apicdr.sftp.connection;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileAttributes.Flag;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.bundle.BundleStore.UnreadableFileException;

/**
 * Reads a remote file with many requests in flight, up to the size that the file had when it was opened. If the server
 * did not tell the size, reads to the end.
 */
public final class SftpFileInputStream extends InputStream {

    /** The number of requests sent ahead. A bundle is rarely larger than these cover. */
    private static final int AHEAD = 32;

    private final SftpRequests requests;
    private final RemoteHandle file;
    private final boolean sizeKnown;
    private final long size;
    private final ArrayDeque<Piece> ahead = new ArrayDeque<>();
    private long requested;
    private int extraAhead;
    private byte[] piece = new byte[0];
    private int at;
    private boolean closed;

    private SftpFileInputStream(SftpRequests requests, RemoteHandle file, FileAttributes attributes)
            throws IOException {
        this.requests = requests;
        this.file = file;
        this.sizeKnown = attributes.has(Flag.SIZE);
        this.size = sizeKnown ? attributes.getSize() : Long.MAX_VALUE;
        requestAhead();
        requests.lease().keep();
    }

    /**
     * Opens a file. A file whose type the server does not tell counts as regular if it opens.
     *
     * @param listed whether a listing showed a regular file. If so, it is opened while its attributes are requested.
     *     Otherwise those come first, because opening a FIFO or a device may block the server.
     * @throws FileNotFoundException if the path is missing, a link or a folder
     */
    public static SftpFileInputStream open(SftpRequests requests, String path, boolean listed) throws IOException {
        var attributesReply = requests.ownAttributes(path);
        var openedReply = listed ? requests.open(path) : null;
        boolean seen = false;
        try {
            var attributes = attributesReply.packet(PacketType.ATTRS).readFileAttributes();
            seen = true;
            if (attributes.getType() == FileMode.Type.REGULAR || attributes.getType() == FileMode.Type.UNKNOWN) {
                var opened = openedReply == null ? requests.open(path) : openedReply;
                return new SftpFileInputStream(requests, opened.handle(), attributes);
            }
        } catch (SftpStatusException e) {
            boolean missing = e.absent() || (!seen && e.ambiguous() && DirectoryReader.lacks(requests, path));
            if (!missing) {
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
            requests.release();
        }
    }

    private boolean next() throws IOException {
        var first = ahead.poll();
        if (first == null) {
            return false;
        }
        piece = data(first.reply());
        at = 0;
        if (piece.length == 0 && !sizeKnown) {
            ahead.clear(); // the end; all later requests also reach it
            return false;
        }
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
            if (e.code() == StatusCode.EOF && !sizeKnown) {
                return new byte[0];
            }
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
