package org.apicdr.sftp;

import java.io.IOException;
import net.schmizz.sshj.sftp.Response.StatusCode;

/** The server answered a request with anything but OK; the message is a sentence for the operator. */
final class SftpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    SftpStatusException(StatusCode code, String message) {
        super(message);
        this.code = code;
    }

    StatusCode code() {
        return code;
    }

    boolean denied() {
        return code == StatusCode.PERMISSION_DENIED || code == StatusCode.WRITE_PROTECT;
    }

    boolean absent() {
        return code == StatusCode.NO_SUCH_FILE || code == StatusCode.NO_SUCH_PATH;
    }
}
