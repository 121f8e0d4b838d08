package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
 * @param classes loaded by then, those of the archive included
 */
record StartSample(double wall, double cpu, Resident resident, int classes) {

    private static final int MOMENT_MILLIS = 300;

    private static final Pattern CLASSES =
            Pattern.compile("^java\\.cls\\.(?:loaded|sharedLoaded)Classes=(\\d+)$", Pattern.MULTILINE);

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    static StartSample of(Launched launched) throws IOException {
        Launched.pause(MOMENT_MILLIS);
        var resident = Resident.of(launched.pid());
        return new StartSample(launched.wall(), launched.cpu(), resident, classes(launched.pid()));
    }

    /** The middle one of a measure. */
    static double median(List<StartSample> samples, ToDoubleFunction<StartSample> measure) {
        return samples.stream()
                .map(measure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(samples.size() / 2);
    }

    private static int classes(long pid) {
        var counters = Command.run(Path.of("."), JCMD.toString(), Long.toString(pid), "PerfCounter.print");
        assertThat(counters.stdout()).as(counters.stderr()).containsPattern(CLASSES);
        return CLASSES.matcher(counters.stdout())
                .results()
                .mapToInt(counter -> Integer.parseInt(counter.group(1)))
                .sum();
    }
}
