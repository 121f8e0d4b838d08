package org.apicdr.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/**
 * All files of the demo; only their owner may read them.
 *
 * @param path absolute
 */
record DemoFolder(Path path) {

    static final String ALLOWED_SIGNERS = "allowed_signers";
    static final String ENV = "env";
    static final String IDENTITY = "identity.txt";
    static final String KUBECONFIG = "kubeconfig";
    static final String OFFLINE_IDENTITY = "offline-identity.txt";
    static final String OPEN_BUNDLE = "open-bundle";
    static final String PASSWORD = "sftp-password";
    static final String SIGNING_KEY = "signing-key";

    /** What SFTP clients see as their root. */
    static final String SFTP_ROOT = "sftp";

    private static final Path PLACE = Path.of("target-demo", "demo");

    /** What to lock, so that no second demo removes the files of the first. */
    static FileChannel claim(Path path) throws IOException {
        return FileChannel.open(path.resolveSibling("demo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Removes what a former run left; never anything but a demo's folder. */
    static DemoFolder fresh(Path path) throws IOException {
        if (!path.endsWith(PLACE)) {
            throw new IllegalArgumentException("%s is not the folder of a demo".formatted(path));
        }
        delete(path);
        Files.createDirectories(path);
        restrict(path, "rwx------");
        return new DemoFolder(path.toRealPath());
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void write(String name, String text) throws IOException {
        var file = Files.createFile(file(name));
        restrict(file, "rw-------");
        Files.writeString(file, text);
    }

    private static void delete(Path path) throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
