package org.apicdr.sftp.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Wraps an unexpected failure. The message of its cause may contain a secret. */
public final class UnexpectedSftpException extends IOException {

    private static final long serialVersionUID = 1L;

    UnexpectedSftpException(@Nullable Throwable cause) {
        super(cause);
    }

    /** Returns the failure. */
    public Throwable failure() {
        var cause = getCause();
        return cause == null ? this : cause;
    }
}
