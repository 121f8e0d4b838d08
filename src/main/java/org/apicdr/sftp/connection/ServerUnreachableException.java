package org.apicdr.sftp.connection;

import java.io.IOException;

/** Thrown if no session can be opened for a reason that may be temporary. */
final class ServerUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    ServerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
