package org.apicdr.sftp.connection;

import java.io.IOException;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.sftp.config.SftpEndpoint;

/** Thrown if the server answers a request with a status other than OK. The message is a sentence for the operator. */
public final class SftpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    public SftpStatusException(StatusCode code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * Returns the exception for a request that the server refused.
     *
     * @param verb the operation, for example {@code write}
     * @param path the path that it concerns
     * @param serverMessage the message that the server sent with the status
     */
    public static SftpStatusException refused(
            SftpEndpoint server, String verb, String path, StatusCode code, String serverMessage) {
        var why = why(server, verb, code, serverMessage);
        return new SftpStatusException(code, "The %s refused to %s %s: %s.".formatted(server.title(), verb, path, why));
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

    private static String why(SftpEndpoint server, String verb, StatusCode code, String serverMessage) {
        return switch (code) {
            case NO_SUCH_FILE, NO_SUCH_PATH -> "it does not exist, or a part of its path is a file";
            case PERMISSION_DENIED, WRITE_PROTECT ->
                "permission denied; grant the %s access to it on the server".formatted(server.account());
            case NO_SPACE_ON_FILESYSTEM -> "the disk is full; free space on the server";
            case QUOTA_EXCEEDED -> "the quota is used up; raise it or free space on the server";
            case FILE_ALREADY_EXISTS -> "a file with that name already exists";
            case OP_UNSUPPORTED -> "the server does not support this request";
            case FAILURE -> failure(server, verb, serverMessage);
            default -> "the server answered %s '%s'".formatted(code, server.quote(serverMessage));
        };
    }

    /** Returns the reason for a generic failure. SFTP version 3 has no status for a full disk. */
    private static String failure(SftpEndpoint server, String verb, String serverMessage) {
        return verb.equals(SftpRequests.WRITE)
                ? "the disk or the quota of the %s may be full; free space on the server (the server answered '%s')"
                        .formatted(server.account(), server.quote(serverMessage))
                : "the server gave only '%s' as the reason; see its log".formatted(server.quote(serverMessage));
    }
}
