package org.apicdr.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long something took.
 *
 * @param millis the middle one of several runs
 */
record Measured(double millis) {

    /** What is measured. */
    interface Step {
        void run() throws Exception;
    }

    /** Runs it so many times. */
    static Measured median(int runs, Step step) {
        var millis = IntStream.range(0, runs)
                .mapToDouble(run -> millis(step))
                .sorted()
                .toArray();
        return new Measured(DoubleStream.of(millis).skip(runs / 2).findFirst().orElseThrow());
    }

    /** The middle one of several. */
    static Measured middle(List<Measured> several) {
        return several.stream()
                .sorted(Comparator.comparing(Measured::millis))
                .toList()
                .get(several.size() / 2);
    }

    static String ratio(Measured ours, @Nullable Measured other) {
        return other == null
                ? "–"
                : String.format(Locale.ROOT, "%s (%.1f×)", other, other.millis / Math.max(0.1, ours.millis));
    }

    @Override
    public String toString() {
        var format = millis < 10 ? "%.1f ms" : "%.0f ms";
        return millis < 10_000
                ? String.format(Locale.ROOT, format, millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1000);
    }

    private static double millis(Step step) {
        long start = System.nanoTime();
        try {
            step.run();
        } catch (Exception e) {
            throw new AssertionError("what was to be measured failed", e);
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
