package org.apicdr.testsupport;

import java.io.IOException;

/** A request that waits for what becomes of it. */
public final class SftpExchange {

    private final Connection connection;
    private final SftpPacket packet;
    private final SftpRequest request;

    SftpExchange(Connection connection, SftpPacket packet, SftpRequest request) {
        this.connection = connection;
        this.packet = packet;
        this.request = request;
    }

    public SftpRequest request() {
        return request;
    }

    /** Does it and answers. */
    public void serve() throws IOException {
        connection.serve(packet);
    }

    /** Does it; the answer is lost. */
    public void serveMute() throws IOException {
        connection.serveMute(packet);
    }

    /** Reads or writes half of what was asked for, and answers as if that were all. */
    public void serveHalf() throws IOException {
        connection.serve(packet.half());
    }

    /** Reads or writes half of what was asked for; the answer is lost. */
    public void serveHalfMute() throws IOException {
        connection.serveMute(packet.half());
    }

    /**
     * Answers with an error.
     *
     * @param status one of {@code SSH_FX_*}
     */
    public void refuse(int status) throws IOException {
        connection.refuse(packet, status);
    }

    /** How many files are open on this connection. */
    public long openFiles() {
        return connection.openFiles();
    }

    /** Answers nothing more on this connection. */
    public void mute() {
        connection.mute();
    }

    /** Breaks the connection; what was sent after this request is not done. */
    public void drop() {
        connection.drop();
    }

    /** What the request came over. */
    interface Connection {

        void serve(SftpPacket packet) throws IOException;

        void serveMute(SftpPacket packet) throws IOException;

        void refuse(SftpPacket packet, int status) throws IOException;

        long openFiles();

        void mute();

        void drop();
    }
}
