package org.apicdr.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.benchmark.Row.Target;

/** The table of starts and memory, in Markdown. */
final class StartTable {

    private final List<String> lines =
            new ArrayList<>(List.of("| | apic-dr | floor | ratio | target |", "|---|---|---|---|---|"));

    /** Adds what both were measured for. */
    void add(String what, String format, double service, double floor, Target... targets) {
        add(what, number(format, service), number(format, floor), number("%.1f×", service / floor), targets);
    }

    /** Adds what the floor cannot do. */
    void add(String what, String format, double service, Target... targets) {
        add(what, number(format, service), "–", "–", targets);
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private void add(String what, String service, String floor, String ratio, Target... targets) {
        var told = targets.length == 0
                ? "–"
                : Stream.of(targets).map(Target::toString).collect(Collectors.joining("; "));
        var line = "| %s | %s | %s | %s | %s |".formatted(what, service, floor, ratio, told);
        lines.add(line);
        System.out.println(line); // at once, too: it takes minutes until all are there
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
