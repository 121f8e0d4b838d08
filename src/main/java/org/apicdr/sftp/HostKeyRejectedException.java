package org.apicdr.sftp;

import java.io.IOException;

/** The server presented a host key that is not trusted. */
final class HostKeyRejectedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final boolean otherMayDo;

    HostKeyRejectedException(PresentedKey presented, boolean otherMayDo, String message) {
        super(message);
        this.type = presented.type();
        this.otherMayDo = otherMayDo;
    }

    /** The type of what was presented. */
    String type() {
        return type;
    }

    /** Whether the server may be trusted all the same for a key of another type. */
    boolean otherMayDo() {
        return otherMayDo;
    }
}
