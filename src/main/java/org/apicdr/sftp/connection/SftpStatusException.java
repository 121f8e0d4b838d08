package org.apicdr.sftp.connection;

import java.io.IOException;
import net.schmizz.sshj.sftp.Response.StatusCode;

/** Thrown if the server answers a request with a status other than OK. The message is a sentence for the operator. */
public final class SftpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    public SftpStatusException(StatusCode code, String message) {
        super(message);
        this.code = code;
    }

    public StatusCode code() {
        return code;
    }

    public boolean denied() {
        return code == StatusCode.PERMISSION_DENIED || code == StatusCode.WRITE_PROTECT;
    }

    public boolean absent() {
        return code == StatusCode.NO_SUCH_FILE || code == StatusCode.NO_SUCH_PATH;
    }
}
