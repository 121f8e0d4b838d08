package org.apicdr.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A control group of Linux that limits memory, as a container's does. The kernel ends a process in it that needs more. Where
 * this machine lets us make none, nothing is limited.
 *
 * @param group its folder
 * @param version of the interface, 1 or 2; 0 where there is none
 */
record MemoryLimit(Path group, int version) implements AutoCloseable {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    static MemoryLimit of(long bytes) {
        int version = Files.exists(ROOT.resolve("cgroup.controllers")) ? 2 : 1;
        var parent = version == 2 ? ROOT : ROOT.resolve("memory");
        var name = "apic-dr-benchmark-" + ProcessHandle.current().pid();
        var limit = new MemoryLimit(parent.resolve(name), version);
        try {
            Files.createDirectory(limit.group);
            Files.writeString(limit.file("memory.max", "memory.limit_in_bytes"), Long.toString(bytes));
            return limit;
        } catch (IOException e) {
            System.out.println("no memory limit could be set: " + e);
            limit.close();
            return new MemoryLimit(limit.group, 0);
        }
    }

    /** A command that enters the group, then becomes the command that follows it. */
    List<String> launcher() {
        return version == 0
                ? List.of()
                : List.of(
                        "sh",
                        "-c",
                        "echo $$ > \"$0\" && exec \"$@\"",
                        group.resolve("cgroup.procs").toString());
    }

    /** How often the kernel ended a process of the group. */
    long kills() throws IOException {
        if (version == 0) {
            return 0;
        }
        return Files.readAllLines(file("memory.events", "memory.oom_control")).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    @Override
    public String toString() {
        return version == 0 ? "not limited on this machine" : "control group, version " + version;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            System.out.println("a control group remains: " + e);
        }
    }

    private Path file(String ofVersion2, String ofVersion1) {
        return group.resolve(version == 2 ? ofVersion2 : ofVersion1);
    }
}
