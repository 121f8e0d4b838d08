package org.apicdr.sftp;

/** A file or folder that is open on the server. */
final class RemoteFile {

    private final String path;
    private final byte[] handle;

    RemoteFile(String path, byte[] handle) {
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
