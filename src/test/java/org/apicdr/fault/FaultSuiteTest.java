package org.apicdr.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every request of a recorded capture meets every fault, one at a time. Whatever fails: each finished name is a whole and
 * authentic bundle, the answer agrees with what is stored, and the next call works.
 */
class FaultSuiteTest {

    private static FaultWorld world;

    @BeforeAll
    static void makeKeys(@TempDir Path keys) throws Exception {
        Logger.getLogger("org.apache.sshd").setLevel(Level.OFF);
        world = new FaultWorld(keys);
    }

    @Test
    void holds_for_the_first_capture_on_a_new_connection() throws Exception {
        assertHolds("first capture", new FaultSuite(world, Map.of(), false));
    }

    @Test
    void holds_for_a_further_capture_on_a_connection_that_served() throws Exception {
        assertHolds("further capture", new FaultSuite(world, world.bundle(), true));
    }

    private static void assertHolds(String name, FaultSuite suite) throws Exception {
        var cases = suite.cases();
        var complaints = suite.run(cases);
        var outcome = complaints.isEmpty() ? "all hold" : complaints.size() + " do not hold";
        System.out.printf("fault suite, %s: %s, %s%n", name, FaultSuite.summary(cases), outcome);
        assertThat(complaints).isEmpty();
    }
}
