package org.apicdr.sftp.connection;

/** The handle of an open file or folder on the server. */
public final class RemoteHandle {

    private final String path;
    private final byte[] handle;

    public RemoteHandle(String path, byte[] handle) {
        this.path = path;
        this.handle = handle.clone();
    }

    public String path() {
        return path;
    }

    byte[] handle() {
        return handle.clone();
    }
}
