package org.apicdr.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * Detects whether a file has changed since it was read. Includes the real path, because Kubernetes replaces a symlink
 * above mounted files.
 *
 * @param realPath the path with symlinks resolved
 * @param modified the time of the last modification
 * @param size the size in bytes
 */
public record FileVersion(Path realPath, FileTime modified, long size) {

    /**
     * Returns the versions of files. Must be called before they are read, so that a later change is detected the next
     * time.
     */
    public static List<Optional<FileVersion>> of(List<Path> files) {
        return files.stream().map(FileVersion::of).toList();
    }

    /** Returns the version; empty if the file is not accessible. */
    private static Optional<FileVersion> of(Path file) {
        try {
            var real = file.toRealPath();
            return Optional.of(new FileVersion(real, Files.getLastModifiedTime(real), Files.size(real)));
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }
}
