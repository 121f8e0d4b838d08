package org.apicdr.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apicdr.benchmark.Row.Work;
import org.apicdr.testsupport.RunningService;
import org.jspecify.annotations.Nullable;

/** All that is measured at one distance. */
final class Round {

    private static final int RUNS = 7;
    private static final int RUNS_OF_OTHERS = 3;
    private static final int WARM_UP = 50;
    private static final int MANY = 100;

    private final BenchmarkData benchmarkData;
    private final Route route;
    private final Others others;
    private final Caller caller;
    private final List<String> lines = new ArrayList<>();

    private Round(BenchmarkData benchmarkData, Route route, Others others, Caller caller) {
        this.benchmarkData = benchmarkData;
        this.route = route;
        this.others = others;
        this.caller = caller;
    }

    /** Starts the service, measures, and ends it; lines of the table. */
    static List<String> measure(BenchmarkData benchmarkData, Route route, Others others) throws IOException {
        long start = System.nanoTime();
        var properties = route.properties(benchmarkData.namespaces());
        try (var service = RunningService.start(benchmarkData.parts().folder(), properties)) {
            var caller = new Caller(service.address());
            caller.list(benchmarkData.listed(10));
            var first = new Measured((System.nanoTime() - start) / 1e6);
            var round = new Round(benchmarkData, route, others, caller);
            round.add(Row.of(new Work("cold start to the first answer", "–"), first, null));
            round.work();
            round.add(
                    "resident memory after all that", Resident.of(service.pid()).toString());
            return round.lines;
        }
    }

    private void work() {
        capture();
        BenchmarkData.SIZES.forEach(this::list);
        listAgain();
        verifyOne();
        verifyMany();
    }

    private void capture() {
        var namespace = benchmarkData.captured().namespace();
        warmUp(namespace);
        var work = new Work("capture, warm", "5");
        add(row(work, () -> caller.capture(namespace))
                .beside(ofOthers(() -> others.procedure(route).save()), ofRestic(restic -> restic.backup(route)))
                .waitsAtMost(6));
        captureCrowded();
    }

    /** Beside many names and beside few, in turns, at the pace at which a folder is listed anew between two captures. */
    private void captureCrowded() {
        var few = benchmarkData.captured().namespace();
        var many = benchmarkData.crowded().namespace();
        warmUp(many);
        var work = new Work("capture, warm, beside %,d names".formatted(BenchmarkData.MOST), "5");
        var beside = new ArrayList<Measured>();
        var alone = new ArrayList<Measured>();
        for (int i = 0; i < RUNS; i++) {
            settle(many);
            alone.add(Measured.median(1, () -> caller.capture(few)));
            beside.add(Measured.median(1, () -> caller.capture(many)));
        }
        add(Row.of(work, Measured.middle(beside), null).slowerByAtMost(10, Measured.middle(alone)));
        var atOnce =
                new Work("capture, warm, beside %,d names, right after another".formatted(BenchmarkData.MOST), "5");
        add(row(atOnce, () -> caller.capture(many)));
    }

    /** Lists the folder as the watch does, before and after the two seconds in which its version may hide a change. */
    private void settle(String namespace) {
        caller.list(namespace);
        try {
            TimeUnit.MILLISECONDS.sleep(2_100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        caller.list(namespace);
    }

    private void warmUp(String namespace) {
        for (int i = 0; i < WARM_UP; i++) {
            caller.capture(namespace);
        }
    }

    private void list(int size) {
        var namespace = benchmarkData.listed(size);
        var work = new Work("list %,d, from the store".formatted(size), "2");
        var row = row(work, () -> caller.list(namespace))
                .beside(
                        ofOthers(() -> others.procedure(route).list(benchmarkData.folder(namespace))),
                        size > Others.MOST_SNAPSHOTS ? null : ofRestic(restic -> restic.snapshots(route, size)));
        add(size == BenchmarkData.MOST ? row.under(1_000) : row);
    }

    private void listAgain() {
        var namespace = benchmarkData.listed(BenchmarkData.MOST);
        var work = new Work("list %,d, at most 5 s old".formatted(BenchmarkData.MOST), "0");
        caller.list(namespace);
        add(row(work, () -> caller.listAgain(namespace)).under(20));
    }

    private void verifyOne() {
        var ids = benchmarkData.bundles();
        var next = new AtomicInteger();
        var work = new Work("verify 1 (`authentic`)", "2");
        add(row(
                        work,
                        () -> caller.verify(
                                benchmarkData.verified().namespace(), ids.get(next.getAndIncrement() % ids.size())))
                .beside(null, ofResticOnce(restic -> restic.check(route, 1)))
                .waitsAtMost(3));
        var alone = new Work("verify 1 by its id alone", "3");
        add(row(alone, () -> caller.verify(ids.get(next.getAndIncrement() % ids.size())))
                .waitsAtMost(3));
    }

    private void verifyMany() {
        var namespace = benchmarkData.verified().namespace();
        var work = new Work("verify %d (`authentic`)".formatted(MANY), "3");
        var row = row(work, () -> caller.verify(namespace, MANY));
        add(row.beside(null, ofResticOnce(restic -> restic.check(route, MANY))).waitsAtMost(5));
    }

    private void add(Row row) {
        add(row.markdown(route.roundTrip().toMillis()));
    }

    /** What nothing is compared with. */
    private void add(String what, String value) {
        add("| %s | %d ms | %s | – | – | – | – | – |"
                .formatted(what, route.roundTrip().toMillis(), value));
    }

    /** Printed at once, too: it takes minutes until all are there. */
    private void add(String line) {
        lines.add(line);
        System.out.println(line);
    }

    private Row row(Work work, Measured.Step step) {
        Measured.median(1, step);
        return Row.of(work, Measured.median(RUNS, step), route.waits(step));
    }

    private static Measured ofOthers(Measured.Step step) {
        Measured.median(1, step);
        return Measured.median(RUNS_OF_OTHERS, step);
    }

    private @Nullable Measured ofRestic(OfRestic step) {
        return others.restic().map(restic -> ofOthers(() -> step.run(restic))).orElse(null);
    }

    /** What takes a minute or more. */
    private @Nullable Measured ofResticOnce(OfRestic step) {
        return others.restic()
                .map(restic -> Measured.median(1, () -> step.run(restic)))
                .orElse(null);
    }

    private interface OfRestic {
        void run(Restic restic);
    }
}
