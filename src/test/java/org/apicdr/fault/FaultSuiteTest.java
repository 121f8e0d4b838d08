package org.apicdr.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apicdr.fault.FaultyServer.Strike;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every request of a recorded capture meets every fault, one at a time. Whatever fails: each finished name is a whole and
 * authentic bundle, the answer agrees with what is stored, and the next call works.
 *
 * <p>A request that both captures send meets a fault in one of them. A request that changes nothing on the store meets
 * those that differ for it. {@code -Dapic-dr.faults=all} runs every case in both.
 *
 * <p>Both run at the same time, since each waits for deadlines at its end.
 */
@Tag("store")
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class FaultSuiteTest {

    private static FaultSuite first;
    private static FaultSuite further;

    @BeforeAll
    static void makeKeys(@TempDir Path keys) throws Exception {
        Logger.getLogger("org.apache.sshd").setLevel(Level.OFF);
        var world = new FaultEnvironment(keys);
        first = new FaultSuite(world, Map.of(), false);
        further = new FaultSuite(world, world.bundle(), true);
    }

    @Test
    void holds_for_the_first_capture_on_a_new_connection() throws Exception {
        assertHolds("first capture", first, cases(first, further, 0));
    }

    @Test
    void holds_for_a_further_capture_on_a_connection_that_served() throws Exception {
        assertHolds("further capture", further, cases(further, first, 1));
    }

    /** All cases of a suite, less the half of those in both suites that the other one runs. */
    private static List<Strike> cases(FaultSuite suite, FaultSuite other, int half) throws Exception {
        var shared = Set.copyOf(other.cases());
        return suite.cases().stream()
                .filter(each ->
                        Fault.ALL || !shared.contains(each) || (each.toString().hashCode() & 1) == half)
                .toList();
    }

    private static void assertHolds(String name, FaultSuite suite, List<Strike> cases) throws Exception {
        var complaints = suite.run(cases);
        var outcome = complaints.isEmpty() ? "all hold" : complaints.size() + " do not hold";
        System.out.printf("fault suite, %s: %s, %s%n", name, FaultSuite.summary(cases), outcome);
        assertThat(complaints).isEmpty();
    }
}
