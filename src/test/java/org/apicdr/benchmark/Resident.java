package org.apicdr.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of a process that is in the machine's memory, as proc(5) has it.
 *
 * @param megabytes of 1024 × 1024 bytes
 */
record Resident(long megabytes) {

    /** Now, to the page. */
    static Resident of(long pid) throws IOException {
        return read(Path.of("/proc/%d/smaps_rollup".formatted(pid)), "Rss:");
    }

    /** The most there ever was. */
    static Resident peakOf(long pid) throws IOException {
        return read(Path.of("/proc/%d/status".formatted(pid)), "VmHWM:");
    }

    @Override
    public String toString() {
        return megabytes + " MB";
    }

    private static Resident read(Path file, String field) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> new Resident(Long.parseLong(line.replaceAll("\\D", "")) / 1024))
                .findFirst()
                .orElseThrow();
    }
}
