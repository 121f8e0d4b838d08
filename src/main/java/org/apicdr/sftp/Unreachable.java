package org.apicdr.sftp;

import java.io.IOException;

/** No session could be opened, for a reason that may pass by itself. */
final class Unreachable extends IOException {

    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
