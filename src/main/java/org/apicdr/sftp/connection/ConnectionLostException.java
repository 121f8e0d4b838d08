package org.apicdr.sftp.connection;

import java.io.IOException;

/** Thrown if a request was not answered. It is unknown whether the server executed it. */
public final class ConnectionLostException extends IOException {

    private static final long serialVersionUID = 1L;

    ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
