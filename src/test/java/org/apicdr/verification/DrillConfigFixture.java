package org.apicdr.verification;

import java.util.Map;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.testsupport.TestConfig;

/** Makes what a drill needs of this package. */
public final class DrillConfigFixture {

    private DrillConfigFixture() {}

    /** Configured by properties that are named without {@code apic-dr.drill.} */
    public static DrillConfig config(Map<String, String> properties) {
        return TestConfig.mapping(DrillConfig.class, "apic-dr.drill.", properties);
    }

    public static RestorableCheck check(DrillConfig config, RestoreTarget target) {
        return new RestorableCheck(config, target, ParallelExecutorFixture.parallel());
    }
}
