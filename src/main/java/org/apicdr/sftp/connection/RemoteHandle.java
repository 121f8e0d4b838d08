package org.apicdr.sftp.connection;

/** The handle of an open file or folder on the server. */
public final class RemoteHandle {

    private final String path;
    private final byte[] handle;
    private volatile boolean closed;

    RemoteHandle(String path, byte[] handle) {
        this.path = path;
        this.handle = handle.clone();
    }

    public String path() {
        return path;
    }

    byte[] handle() {
        return handle.clone();
    }

    /** Returns whether the server was asked to close the handle. */
    boolean closed() {
        return closed;
    }

    void markClosed() {
        closed = true;
    }
}
