package org.apicdr.sftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Wraps an unexpected failure. The message of its cause may contain a secret. */
final class UnexpectedSftpException extends IOException {

    private static final long serialVersionUID = 1L;

    UnexpectedSftpException(@Nullable Throwable cause) {
        super(cause);
    }

    /** Returns the failure. */
    Throwable failure() {
        var cause = getCause();
        return cause == null ? this : cause;
    }
}
