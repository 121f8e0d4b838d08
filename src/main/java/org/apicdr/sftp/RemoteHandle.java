package org.apicdr.sftp;

/** The handle of an open file or folder on the server. */
final class RemoteHandle {

    private final String path;
    private final byte[] handle;

    RemoteHandle(String path, byte[] handle) {
        this.path = path;
        this.handle = handle.clone();
    }

    String path() {
        return path;
    }

    byte[] handle() {
        return handle.clone();
    }
}
