package org.apicdr.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class StrictConfigTest {

    @Test
    void accepts_what_is_known() {
        var config = configure(
                Map.of(
                        "APIC_DR_SAMPLE_ON_START", "false",
                        "APIC_DR_SAMPLE_NAMES", "a,b",
                        "APIC_DR_SAMPLE_NAMES_0_", "c",
                        "apic_dr_sample_schedule", "off",
                        "APIC_DR_SAMPLE_NESTED_OPEN", "no",
                        "PATH", "/bin"),
                Map.of("apic-dr.sample.max-age", "5m", "apic-dr.sample.other-names[0]", "d", "quarkus.http.port", "0"));

        assertThat(violations(config)).isEmpty();
        assertThat(config.getConfigMapping(Sample.class).onStart()).isFalse();
        assertThat(config.getConfigMapping(Sample.class).maxAge()).contains(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({
        "APIC_DR_SAMPLE_SCHEDUL, APIC_DR_SAMPLE_SCHEDULE",
        "APIC_DR_SAMPLE_ON_STAR, APIC_DR_SAMPLE_ON_START",
        "APIC_DR_SAMPLE_ONSTART, APIC_DR_SAMPLE_ON_START",
        "APIC_DR_SAMPLE_MAXAGES, APIC_DR_SAMPLE_MAX_AGE"
    })
    void names_an_unknown_variable_and_its_neighbour_but_not_its_value(String variable, String known) {
        assertThat(violations(configure(Map.of(variable, "hunter2"), Map.of())))
                .containsExactly(
                        "%s: This environment variable is unknown. Did you mean '%s'?".formatted(variable, known));
    }

    @Test
    void names_an_unknown_property_and_its_neighbour() {
        assertThat(violations(configure(
                        Map.of(), Map.of("apic-dr.sample.schedul", "off", "apic-dr.nothing-like-it-at-all", "secret"))))
                .containsExactlyInAnyOrder(
                        "apic-dr.sample.schedul: This property is unknown. Did you mean 'apic-dr.sample.schedule'?",
                        "apic-dr.nothing-like-it-at-all: This property is unknown.");
    }

    /** Kubernetes sets these in every pod of a namespace that has Services of these names. */
    @ParameterizedTest
    @ValueSource(strings = {"APIC_DR", "APIC_DR_BACKUP_STORE"})
    void tolerates_the_variables_of_a_service_of_kubernetes(String service) {
        assertThat(violations(configure(
                        Map.of(
                                service + "_SERVICE_HOST", "10.0.0.1",
                                service + "_SERVICE_PORT", "8080",
                                service + "_SERVICE_PORT_HTTP", "8080",
                                service + "_PORT", "tcp://10.0.0.1:8080",
                                service + "_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                                service + "_PORT_8080_TCP_PROTO", "tcp",
                                service + "_PORT_8080_TCP_PORT", "8080",
                                service + "_PORT_8080_TCP_ADDR", "10.0.0.1"),
                        Map.of())))
                .isEmpty();
    }

    @Test
    void takes_no_variable_for_one_of_a_service_that_does_not_exist() {
        assertThat(violations(configure(Map.of("APIC_DR_SFPT_PORT", "22"), Map.of())))
                .containsExactly("APIC_DR_SFPT_PORT: This environment variable is unknown.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "on-start | maybe | 'maybe' is neither true nor false.",
                "every | fast | 'fast' is not a duration. Use for example 30s, 5m or 1h.",
                "max-age | 10 years | '10 years' is not a duration. Use for example 30s, 5m or 1h.",
                "count | many | 'many' is not a whole number.",
                "count | aVeryLongWordThatMayBeSomethingElse | the value is not a whole number.",
                "on-start | \"\" | is empty. Give it a value, or remove it.",
                "schedule | \"\" | is empty. Give it a value, or remove it.",
                "nested.open | perhaps | 'perhaps' is neither true nor false."
            })
    void says_what_is_wrong_with_a_value_and_uses_the_default_instead(String name, String value, String sentence) {
        var config = configure(Map.of(), Map.of("apic-dr.sample." + name, value));

        assertThat(violations(config)).containsExactly("apic-dr.sample.%s: %s".formatted(name, sentence));
        var sample = config.getConfigMapping(Sample.class);
        assertThat(sample.onStart()).isTrue();
        assertThat(sample.every()).isEqualTo(Duration.ofSeconds(30));
        assertThat(sample.maxAge()).isEmpty();
        assertThat(sample.count()).isEqualTo(64);
        assertThat(sample.schedule()).isEqualTo("0 3 * * *");
    }

    @Test
    void takes_an_empty_optional_value_for_an_absent_one() {
        assertThat(violations(configure(Map.of("APIC_DR_SAMPLE_MAX_AGE", "", "APIC_DR_SAMPLE_NAMES", ""), Map.of())))
                .isEmpty();
    }

    private static SmallRyeConfig configure(Map<String, String> environment, Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withCustomizers(new StrictConfig())
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(Sample.class)
                .withSources(new EnvConfigSource(environment, 300), new PropertiesConfigSource(properties, "file", 250))
                .build();
    }

    private static List<String> violations(SmallRyeConfig config) {
        return new StrictConfig.Validator(config).violations();
    }

    @ConfigMapping(prefix = "apic-dr.sample")
    interface Sample {

        @WithDefault("0 3 * * *")
        String schedule();

        @WithDefault("true")
        boolean onStart();

        @WithDefault("30s")
        Duration every();

        Optional<Duration> maxAge();

        @WithDefault("64")
        int count();

        Optional<List<String>> names();

        Optional<List<String>> otherNames();

        Nested nested();

        interface Nested {

            @WithDefault("true")
            boolean open();
        }
    }
}
