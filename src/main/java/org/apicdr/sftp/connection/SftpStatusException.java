package org.apicdr.sftp.connection;

import java.io.IOException;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.sftp.config.SftpEndpoint;

/** Thrown if the server answers a request with a status other than OK. The message is a sentence for the operator. */
public final class SftpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final StatusCode code;
    private final String answer;
    private final boolean opening;

    public SftpStatusException(StatusCode code, String message) {
        this(code, message, "", false);
    }

    private SftpStatusException(StatusCode code, String message, String answer, boolean opening) {
        super(message);
        this.code = code;
        this.answer = answer;
        this.opening = opening;
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
        var answer = server.quote(serverMessage);
        var sentence = SftpRequests.MAKING_DURABLE.contains(verb)
                ? "The %s took the file but could not make it durable: %s (%s of %s)."
                        .formatted(server.title(), whyNotDurable(code, answer), verb, path)
                : "The %s refused to %s %s: %s.".formatted(server.title(), verb, path, why(server, verb, code, answer));
        return new SftpStatusException(code, sentence, answer, SftpRequests.OPENING.contains(verb));
    }

    public StatusCode code() {
        return code;
    }

    /** Returns the words that the server sent with the status, for use in a message. */
    public String answer() {
        return answer;
    }

    public boolean denied() {
        return code == StatusCode.PERMISSION_DENIED || code == StatusCode.WRITE_PROTECT;
    }

    public boolean absent() {
        return code == StatusCode.NO_SUCH_FILE || code == StatusCode.NO_SUCH_PATH;
    }

    /** Returns whether the status does not tell what is wrong: some servers send it for a missing path, too. */
    public boolean ambiguous() {
        return denied() || code == StatusCode.FAILURE;
    }

    /** Returns whether the server may have refused to open a file only because others are open on the connection. */
    public boolean maySucceedAlone() {
        return opening && ambiguous();
    }

    private static String why(SftpEndpoint server, String verb, StatusCode code, String answer) {
        return switch (code) {
            case NO_SUCH_FILE, NO_SUCH_PATH -> "it does not exist, or a part of its path is a file";
            case PERMISSION_DENIED, WRITE_PROTECT ->
                "permission denied; grant the %s access to it on the server (the server answered '%s')"
                        .formatted(server.account(), answer);
            case NO_SPACE_ON_FILESYSTEM -> "the disk is full; free space on the server";
            case QUOTA_EXCEEDED -> "the quota is used up; raise it or free space on the server";
            case FILE_ALREADY_EXISTS -> "a file with that name already exists";
            case OP_UNSUPPORTED -> "the server does not support this request";
            case FAILURE -> failure(server, verb, answer);
            default -> "the server answered %s '%s'".formatted(code, answer);
        };
    }

    /** Returns the reason for a generic failure. SFTP version 3 has no status for a full disk. */
    private static String failure(SftpEndpoint server, String verb, String answer) {
        return verb.equals(SftpRequests.WRITE)
                ? "the disk or the quota of the %s may be full; free space on the server (the server answered '%s')"
                        .formatted(server.account(), answer)
                : "the server gave only '%s' as the reason; see its log".formatted(answer);
    }

    private static String whyNotDurable(StatusCode code, String answer) {
        return switch (code) {
            case NO_SPACE_ON_FILESYSTEM, QUOTA_EXCEEDED -> "%s '%s'; free space on the server".formatted(code, answer);
            case FAILURE, PERMISSION_DENIED -> "'%s'".formatted(answer);
            default -> "%s '%s'".formatted(code, answer);
        };
    }
}
