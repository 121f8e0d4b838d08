package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A folder that changes as a kubelet changes a mounted Secret: its files are links through {@code ..data}, which is swapped
 * for another in one step.
 */
public final class MountedSecret {

    private static final String CURRENT = "..data";

    private final Path folder;
    private int versions;

    /** Mounts it at a folder that is made for it. */
    public MountedSecret(Path folder, Map<String, String> data) {
        this.folder = folder;
        update(data);
    }

    /** Where the service finds a key of the Secret. */
    public Path file(String key) {
        return folder.resolve(key);
    }

    /** Replaces all that the Secret holds; its keys stay. */
    public void update(Map<String, String> data) {
        try {
            var version = Files.createDirectories(folder.resolve("..version_" + versions++));
            for (var entry : data.entrySet()) {
                var file = Files.writeString(version.resolve(entry.getKey()), entry.getValue());
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
                if (!Files.isSymbolicLink(file(entry.getKey()))) {
                    Files.createSymbolicLink(file(entry.getKey()), Path.of(CURRENT, entry.getKey()));
                }
            }
            var next = Files.createSymbolicLink(folder.resolve("..data_tmp"), version.getFileName());
            Files.move(next, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
