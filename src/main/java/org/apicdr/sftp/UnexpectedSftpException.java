package org.apicdr.sftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something failed that nobody had in mind, so its message may hold anything. */
final class UnexpectedSftpException extends IOException {

    private static final long serialVersionUID = 1L;

    UnexpectedSftpException(@Nullable Throwable cause) {
        super(cause);
    }

    /** What failed. */
    Throwable failure() {
        var cause = getCause();
        return cause == null ? this : cause;
    }
}
