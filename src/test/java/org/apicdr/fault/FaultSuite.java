package org.apicdr.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apicdr.fault.FaultyServer.Strike;

/** The requests of a recorded capture, and the faults that each can meet. */
final class FaultSuite {

    /** A listing asks many times at once for more, past the end. Of requests so alike the first ones stand for all. */
    private static final int ALIKE = 2;

    /** How many cases run at once that keep a processor busy. */
    private static final int BUSY = 4;

    /** How many run at once that do little but wait for a deadline. */
    private static final int PATIENT = 60;

    /** Longer than the service waits for a connection before it takes it for dead. */
    private static final Duration SHORT = Duration.ofSeconds(8);

    private static final Duration LONG = Duration.ofSeconds(60);

    private final FaultEnvironment world;
    private final Map<String, byte[]> stored;
    private final boolean warm;

    /**
     * A suite.
     *
     * @param stored the bundles that are on the store before
     * @param warm whether the service has a connection that served before
     */
    FaultSuite(FaultEnvironment world, Map<String, byte[]> stored, boolean warm) {
        this.world = world;
        this.stored = stored;
        this.warm = warm;
    }

    /** Every request with every fault that it can meet. */
    List<Strike> cases() throws IOException, InterruptedException {
        return requests().stream()
                .flatMap(request -> Stream.of(Fault.values())
                        .filter(fault -> fault.fits(request))
                        .map(fault -> new Strike(request, fault)))
                .toList();
    }

    /** Runs cases; tells which did not hold, and why. */
    List<String> run(List<Strike> cases) throws InterruptedException, ExecutionException {
        var complaints = new ConcurrentLinkedQueue<String>();
        for (boolean late : List.of(false, true)) {
            var waiting = new ConcurrentLinkedQueue<>(
                    cases.stream().filter(each -> each.fault().late() == late).toList());
            run(waiting, complaints, late ? PATIENT : BUSY);
        }
        return List.copyOf(complaints);
    }

    private void run(Queue<Strike> waiting, Queue<String> complaints, int atOnce)
            throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(atOnce);
        var workers = new ArrayList<Future<?>>();
        for (int i = 0; i < atOnce; i++) {
            workers.add(threads.submit(() -> work(waiting, complaints)));
        }
        for (var worker : workers) {
            worker.get();
        }
        threads.shutdown();
    }

    /** How many cases there were, and which. */
    static String summary(List<Strike> cases) {
        var faults = new EnumMap<Fault, Integer>(Fault.class);
        cases.forEach(each -> faults.merge(each.fault(), 1, Integer::sum));
        long requests = cases.stream().map(Strike::request).distinct().count();
        return "%d requests (of each listing's READDIRs the first %d) x %d faults = %d cases %s"
                .formatted(requests, ALIKE, faults.size(), cases.size(), faults);
    }

    private List<Occurrence> requests() throws IOException, InterruptedException {
        try (var server = new FaultyServer()) {
            server.reset(stored);
            try (var service = service(server)) {
                server.begin(null);
                service.capture(Service.soon());
                server.end();
            }
            return server.record().stream()
                    .filter(request ->
                            request.number() < ALIKE || !request.verb().equals("READDIR"))
                    .toList();
        }
    }

    private boolean work(Queue<Strike> waiting, Queue<String> complaints) throws IOException, InterruptedException {
        try (var server = new FaultyServer()) {
            for (var next = waiting.poll(); next != null; next = waiting.poll()) {
                try {
                    run(next, server);
                } catch (AssertionError | RuntimeException e) {
                    complaints.add("%s%n%s".formatted(next, e));
                }
            }
        }
        return true;
    }

    /** On a slow machine a deadline may pass before there is a fault: then there must be more time. */
    private void run(Strike strike, FaultyServer server) throws IOException, InterruptedException {
        boolean met = false;
        for (var patience = SHORT; !met; patience = patience.multipliedBy(2)) {
            server.reset(stored);
            try (var service = service(server)) {
                met = new CaptureCase(server, service, strike, patience).run();
            } finally {
                server.end();
            }
            assertThat(met || patience.compareTo(LONG) < 0)
                    .as("the request came")
                    .isTrue();
        }
    }

    private Service service(FaultyServer server) {
        var service = world.service(server);
        if (warm) {
            service.warm();
        }
        return service;
    }
}
