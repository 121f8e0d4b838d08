package org.apicdr.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A configuration file. The text may be secret and is never printed. */
record ConfigFile(Path path, String text) {

    private static final int MAX_BYTES = 1024 * 1024;

    /** A line that is neither blank nor a comment. Line numbers start at 1. */
    record Line(int number, String text) {}

    static ConfigFile read(Path path) {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new InvalidSettingException("%s is larger than 1 MiB.".formatted(path));
            }
            return new ConfigFile(path, new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InvalidSettingException("%s cannot be read: %s.".formatted(path, cause(e)));
        }
    }

    List<Line> lines() {
        var lines = new ArrayList<Line>();
        var number = 0;
        for (var line : text.lines().map(String::strip).toList()) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#")) {
                lines.add(new Line(number, line));
            }
        }
        return List.copyOf(lines);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static String cause(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }
}
