package org.apicdr.sftp;

import java.io.IOException;

/** No session could be opened, for a reason that may pass by itself. */
final class ServerUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    ServerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
