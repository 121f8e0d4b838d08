package org.apicdr.bundle;

import java.io.IOException;

/** Thrown if the store works but denies the content of one file. The message is written for the operator. */
public final class UnreadableFileException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
