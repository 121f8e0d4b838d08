package org.apicdr.sftp.connection;

import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.sftp.config.SftpEndpoint;

/**
 * The operation of a request, for error messages.
 *
 * @param server the server
 * @param verb the operation, for example {@code write}
 * @param path the path that it concerns
 */
public record SftpOperation(SftpEndpoint server, String verb, String path) {

    public SftpStatusException refused(StatusCode code, String serverMessage) {
        var sentence = "The %s refused to %s %s: %s.".formatted(server.title(), verb, path, why(code, serverMessage));
        return new SftpStatusException(code, sentence);
    }

    private String why(StatusCode code, String serverMessage) {
        return switch (code) {
            case NO_SUCH_FILE, NO_SUCH_PATH -> "it does not exist, or a part of its path is a file";
            case PERMISSION_DENIED, WRITE_PROTECT ->
                "permission denied; grant the %s access to it on the server".formatted(server.account());
            case NO_SPACE_ON_FILESYSTEM -> "the disk is full; free space on the server";
            case QUOTA_EXCEEDED -> "the quota is used up; raise it or free space on the server";
            case FILE_ALREADY_EXISTS -> "a file with that name already exists";
            case OP_UNSUPPORTED -> "the server does not support this request";
            case FAILURE -> failure(serverMessage);
            default -> "the server answered %s '%s'".formatted(code, server.quote(serverMessage));
        };
    }

    /** Returns the reason for a generic failure. SFTP version 3 has no status for a full disk. */
    private String failure(String serverMessage) {
        return verb.equals(SftpRequests.WRITE)
                ? "the disk or the quota of the %s may be full; free space on the server (the server answered '%s')"
                        .formatted(server.account(), server.quote(serverMessage))
                : "the server gave only '%s' as the reason; see its log".formatted(server.quote(serverMessage));
    }
}
