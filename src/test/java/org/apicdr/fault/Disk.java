package org.apicdr.fault;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apicdr.testsupport.SftpRequest;

/**
 * What the disk of a server would still hold after a power loss: of a file what was there when it was last synced, and
 * of a rename nothing before its folder was. A folder that was made is there: file systems write it with the first sync
 * in it.
 */
final class Disk {

    private static final String SYNC = "fsync@openssh.com";

    private final Path root;
    private final Map<Path, byte[]> contents = new HashMap<>();
    private final Map<Path, Path> renames = new HashMap<>();

    /**
     * A disk that holds what lies under a folder.
     *
     * @param root what clients see as {@code /}
     */
    Disk(Path root) throws IOException {
        this.root = root;
        walk(file -> contents.put(file, Files.readAllBytes(file)));
    }

    /** Takes note of a request that was done. */
    synchronized void done(SftpRequest request) throws IOException {
        var path = real(request.path());
        if (request.is(SYNC) && Files.isRegularFile(path)) {
            contents.put(path, Files.readAllBytes(path));
        } else if (request.is(SYNC)) {
            renames.keySet().removeIf(name -> path.equals(name.getParent()));
        } else if (request.is("RENAME")) {
            renamed(path, real(request.detail()));
        }
    }

    /** Whether a file would be there, with what it holds now. */
    synchronized boolean keeps(Path file) throws IOException {
        return !renames.containsKey(file) && Arrays.equals(Files.readAllBytes(file), contents.get(file));
    }

    /**
     * Loses what was not synced.
     *
     * @param names whether new names are lost too; the disk may have written them by itself
     */
    synchronized void losePower(boolean names) throws IOException {
        walk(file -> Files.write(file, contents.getOrDefault(file, new byte[0]), StandardOpenOption.TRUNCATE_EXISTING));
        for (var rename : Map.copyOf(renames).entrySet()) {
            if (names) {
                Files.move(rename.getKey(), rename.getValue());
                contents.put(rename.getValue(), contents.getOrDefault(rename.getKey(), new byte[0]));
                contents.remove(rename.getKey());
            }
        }
        renames.clear();
    }

    private void renamed(Path from, Path to) {
        if (Files.exists(to) && !Files.exists(from) && !contents.containsKey(to)) {
            renames.put(to, from);
            contents.put(to, contents.getOrDefault(from, new byte[0]));
            contents.remove(from);
        }
    }

    private Path real(String path) {
        return root.resolve(path.substring(1));
    }

    private void walk(FileTask task) throws IOException {
        Files.walkFileTree(root.resolve("store"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                task.run(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What is done with each file. */
    private interface FileTask {
        void run(Path file) throws IOException;
    }
}
