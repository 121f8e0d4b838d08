package org.apicdr.testsupport;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints a summary at the end of each test run: how many tests failed, were flaky or were skipped and why, and which
 * classes took longest. A test is flaky if it failed, and passed when Surefire ran it again in the same JVM.
 */
public final class TestRunReport implements TestExecutionListener {

    private static final int SLOWEST = 10;

    private final Map<String, Status> results = new HashMap<>();
    private final Set<String> flaky = new HashSet<>();
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, Long> starts = new HashMap<>();
    private final Map<String, Long> nanos = new HashMap<>();
    private @Nullable TestPlan plan;

    @Override
    public synchronized void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier identifier, String reason) {
        skip(reason, plan == null || identifier.isTest() ? 1 : countTests(plan, identifier));
    }

    @Override
    public synchronized void executionStarted(TestIdentifier identifier) {
        starts.put(identifier.getUniqueId(), System.nanoTime());
    }

    @Override
    public synchronized void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        var id = identifier.getUniqueId();
        long took = System.nanoTime() - starts.getOrDefault(id, System.nanoTime());
        identifier
                .getSource()
                .filter(ClassSource.class::isInstance)
                .ifPresent(source -> nanos.merge(((ClassSource) source).getClassName(), took, Long::sum));
        if (identifier.isTest() || result.getStatus() == Status.FAILED) {
            record(id, result);
        }
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan finished) {
        System.out.println(summary());
    }

    private void record(String id, TestExecutionResult result) {
        var status = result.getStatus();
        var former = results.put(id, status);
        if (status == Status.ABORTED) {
            skip(result.getThrowable().map(Throwable::getMessage).orElse("no reason given"), 1);
        } else if (status == Status.SUCCESSFUL && former == Status.FAILED) {
            flaky.add(id);
        }
    }

    private void skip(String reason, int tests) {
        skipped.merge(reason, tests, Integer::sum);
    }

    private String summary() {
        var text = new StringBuilder("%nTests passed: %d, failed: %d, flaky: %d, skipped: %d%n"
                .formatted(
                        count(Status.SUCCESSFUL),
                        count(Status.FAILED),
                        flaky.size(),
                        skipped.values().stream().mapToInt(Integer::intValue).sum()));
        flaky.forEach(id -> text.append("  flaky: %s%n".formatted(id)));
        skipped.forEach((reason, tests) -> text.append("  skipped %d: %s%n".formatted(tests, reason)));
        return text.append("Slowest classes:%n".formatted()).append(slowest()).toString();
    }

    private String slowest() {
        return nanos.entrySet().stream()
                .sorted(Entry.<String, Long>comparingByValue().reversed())
                .limit(SLOWEST)
                .map(entry -> "%7.1f s  %s%n".formatted(entry.getValue() / 1e9, entry.getKey()))
                .collect(Collectors.joining());
    }

    private long count(Status status) {
        return results.values().stream().filter(status::equals).count();
    }

    private static int countTests(TestPlan plan, TestIdentifier container) {
        return (int) plan.getDescendants(container).stream()
                .filter(TestIdentifier::isTest)
                .count();
    }
}
