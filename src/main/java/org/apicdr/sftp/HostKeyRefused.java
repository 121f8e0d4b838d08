package org.apicdr.sftp;

import java.io.IOException;

/** The server presented a host key that is not trusted. */
final class HostKeyRefused extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient HostKey presented;

    HostKeyRefused(HostKey presented, String message) {
        super(message);
        this.presented = presented;
    }

    HostKey presented() {
        return presented;
    }
}
