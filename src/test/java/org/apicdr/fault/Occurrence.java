package org.apicdr.fault;

import java.util.Set;
import org.apicdr.testsupport.SftpRequest;

/**
 * A request of a recording, by which it is found again in another run: there bundles have other names, and requests that
 * depend on nothing may come in another order.
 *
 * @param path below the folder of the subsystem, random names replaced
 * @param detail where in the file, or the new name
 * @param number how many like it came before
 */
record Occurrence(String verb, String path, String detail, int number) {

    static final String FOLDER = "/store/test-dc1/apic/management";

    static Occurrence of(SftpRequest request, String previous) {
        return new Occurrence(request.verb(), plain(request.path(), previous), plain(request.detail(), previous), 0);
    }

    Occurrence numbered(int count) {
        return new Occurrence(verb, path, detail, count);
    }

    /** Whether the request may change something on the store. */
    boolean changes() {
        return !Set.of("STAT", "LSTAT", "OPENDIR", "READDIR", "READ").contains(verb) && !path.equals("previous.tar");
    }

    boolean syncs() {
        return verb.equals("fsync@openssh.com");
    }

    boolean opensFolderToSync() {
        return verb.equals("OPEN") && path.equals(".");
    }

    private static String plain(String path, String previous) {
        return path.replaceAll("[^/]*\\.part$", "new.part")
                .replace(previous, "previous")
                .replaceAll("/\\.verified/.+$", "/.verified/verdict")
                .replaceAll("/management-[^/]*\\.tar$", "/new.tar")
                .replaceFirst("^" + FOLDER + "$", ".")
                .replaceFirst("^" + FOLDER + "/", "");
    }

    @Override
    public String toString() {
        return "%s %s %s %s"
                .formatted(verb, path, detail, number == 0 ? "" : "#" + (number + 1))
                .strip();
    }
}
