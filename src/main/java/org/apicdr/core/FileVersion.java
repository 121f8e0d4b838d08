package org.apicdr.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * What tells that a file has changed since it was read. Kubernetes swaps a symlink above its files, so the real path tells
 * too.
 *
 * @param realPath where the file lies, symlinks followed
 * @param modified when it was written
 * @param size its bytes
 */
public record FileVersion(Path realPath, FileTime modified, long size) {

    /** The stamps of files, to be taken before they are read: a change in between is noticed the next time. */
    public static List<Optional<FileVersion>> of(List<Path> files) {
        return files.stream().map(FileVersion::of).toList();
    }

    /** Empty where the file cannot be reached. */
    private static Optional<FileVersion> of(Path file) {
        try {
            var real = file.toRealPath();
            return Optional.of(new FileVersion(real, Files.getLastModifiedTime(real), Files.size(real)));
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }
}
