package org.apicdr.sftp.connection;

import java.io.IOException;

/** Thrown if the server refuses the login of the account. The message is a sentence for the operator. */
final class LoginRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean passwordSent;

    LoginRefusedException(String message, boolean passwordSent, Throwable cause) {
        super(message, cause);
        this.passwordSent = passwordSent;
    }

    /** Returns whether a password was sent. Servers lock accounts after a few wrong ones. */
    boolean passwordSent() {
        return passwordSent;
    }
}
