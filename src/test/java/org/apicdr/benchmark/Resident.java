package org.apicdr.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of a process that lies in the machine's memory, VmRSS in proc(5).
 *
 * @param megabytes of 1024 × 1024 bytes
 */
record Resident(long megabytes) {

    static Resident of(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> new Resident(Long.parseLong(line.replaceAll("\\D", "")) / 1024))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return megabytes + " MB";
    }
}
