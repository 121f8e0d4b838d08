package org.apicdr.verification;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.apicdr.core.ParallelExecutorFixture;

/** Makes what a drill needs of this package. */
public final class DrillConfigFixture {

    private DrillConfigFixture() {}

    /** Configured by properties that are named without {@code apic-dr.drill.} */
    public static DrillConfig config(Map<String, String> properties) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(DrillConfig.class);
        properties.forEach((name, value) -> builder.withDefaultValue("apic-dr.drill." + name, value));
        return builder.build().getConfigMapping(DrillConfig.class);
    }

    public static RestorableCheck check(DrillConfig config, RestoreTarget target) {
        return new RestorableCheck(config, target, ParallelExecutorFixture.parallel());
    }
}
