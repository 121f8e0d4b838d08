package org.apicdr.sftp;

import java.io.IOException;

/** A request was not answered; what became of it is not known. */
final class ConnectionLostException extends IOException {

    private static final long serialVersionUID = 1L;

    ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
