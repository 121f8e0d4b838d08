package org.apicdr.bundle;

import java.io.IOException;

/** The store can be used, but it does not give the content of one file. The message is a sentence for the operator. */
public final class UnreadableFileException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
