package org.apicdr.testsupport;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.spi.Converter;

/** Configuration of given properties, with nothing of the environment. */
public final class TestConfig {

    /** Found once: to look for them in each jar takes longer than everything else. */
    private static final Converter<?>[] CONVERTERS = ServiceLoader.load(Converter.class).stream()
            .map(ServiceLoader.Provider::get)
            .toArray(Converter<?>[]::new);

    private TestConfig() {}

    public static SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder().withConverters(CONVERTERS);
    }

    /**
     * Returns a mapping. A property that it does not know is an error.
     *
     * @param prefix what the names of the properties are given without
     */
    public static <T> T mapping(Class<T> type, String prefix, Map<String, ?> properties) {
        var builder = builder().withMapping(type);
        properties.forEach((name, value) -> builder.withDefaultValue(prefix + name, value.toString()));
        return builder.build().getConfigMapping(type);
    }
}
