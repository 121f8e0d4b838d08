package org.apicdr.sftp;

import net.schmizz.sshj.sftp.Response.StatusCode;

/**
 * What a request was to do, for the sentence about its failure.
 *
 * @param server who was asked
 * @param verb what was asked for, for example {@code write}
 * @param path what it concerns
 */
record Errand(Server server, String verb, String path) {

    private static final int MAX_WORDS = 200;

    Refusal refused(StatusCode code, String words) {
        var sentence = "The SFTP server %s refused to %s %s: %s.".formatted(server, verb, path, why(code, words));
        return new Refusal(code, sentence);
    }

    private String why(StatusCode code, String words) {
        return switch (code) {
            case NO_SUCH_FILE, NO_SUCH_PATH -> "it does not exist, or a part of its path is a file";
            case PERMISSION_DENIED, WRITE_PROTECT ->
                "permission denied; grant the user %s access to it on the server".formatted(server.user());
            case NO_SPACE_ON_FILESYSTEM -> "the disk is full; free space on the server";
            case QUOTA_EXCEEDED -> "the quota is used up; raise it or free space on the server";
            case FILE_ALREADY_EXISTS -> "a file of that name exists already";
            case OP_UNSUPPORTED -> "the server does not support this request";
            case FAILURE -> failure(words);
            default -> "the server answered %s '%s'".formatted(code, printable(words));
        };
    }

    /** Servers of version 3 have no status of their own for a full disk. */
    private String failure(String words) {
        return verb.equals(SftpRequests.WRITE)
                ? "the disk or the quota of the user %s may be full; free space on the server, which says '%s'"
                        .formatted(server.user(), printable(words))
                : "the server says no more than '%s'; its log may tell why".formatted(printable(words));
    }

    private static String printable(String words) {
        var line = words.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() > MAX_WORDS ? line.substring(0, MAX_WORDS) : line;
    }
}
