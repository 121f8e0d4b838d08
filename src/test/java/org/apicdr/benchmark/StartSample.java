package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.apicdr.testsupport.Command;

/**
 * What one start took.
 *
 * @param wall milliseconds until it was live
 * @param cpu milliseconds
 * @param resident a moment later
 * @param classes loaded until it was live, those of the archive included
 */
record StartSample(double wall, double cpu, Resident resident, int classes) {

    private static final int MOMENT_MILLIS = 300;

    private static final Pattern CLASSES =
            Pattern.compile("^java\\.cls\\.(?:loaded|sharedLoaded)Classes=(\\d+)$", Pattern.MULTILINE);

    private static final Path JSTAT = Path.of(System.getProperty("java.home"), "bin", "jstat");

    /** Where a JVM on Linux keeps its counters, in a file by its process id. */
    private static final Path COUNTERS = Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"));

    /** Measures a process that has just become live. */
    static StartSample of(Launched launched) throws IOException {
        int classes = classes(launched.pid());
        Launched.pause(MOMENT_MILLIS);
        return new StartSample(launched.wall(), launched.cpu(), Resident.of(launched.pid()), classes);
    }

    /** The middle one of a measure. */
    static double median(List<StartSample> samples, ToDoubleFunction<StartSample> measure) {
        return samples.stream()
                .map(measure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(samples.size() / 2);
    }

    /** Copies the counters first, since the process goes on while a tool starts. */
    private static int classes(long pid) throws IOException {
        var copy = Files.createTempFile("counters", "");
        Files.copy(COUNTERS.resolve(Long.toString(pid)), copy, StandardCopyOption.REPLACE_EXISTING);
        var counters = Command.run(
                Path.of("."), JSTAT.toString(), "-snap", copy.toUri().toString());
        Files.delete(copy);
        assertThat(counters.stdout()).as(counters.stderr()).containsPattern(CLASSES);
        return CLASSES.matcher(counters.stdout())
                .results()
                .mapToInt(counter -> Integer.parseInt(counter.group(1)))
                .sum();
    }
}
