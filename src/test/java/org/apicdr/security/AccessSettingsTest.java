package org.apicdr.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class AccessSettingsTest {

    @Test
    void ask_for_tokens_unless_told_otherwise() {
        var settings = AccessControlFixture.settings(Map.of());

        assertThat(settings.violations()).isEmpty();
        assertThat(settings.asksForTokens()).isTrue();
        assertThat(settings.audiences()).containsExactly("apic-dr");
        assertThat(settings.cacheTime()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.cacheSize()).isEqualTo(1000);
    }

    @Test
    void take_the_audiences_of_the_api_server_if_an_empty_list_is_configured() {
        var settings = AccessControlFixture.settings(Map.of("audiences", ""));

        assertThat(settings.violations()).isEmpty();
        assertThat(settings.audiences()).isEmpty();
    }

    @Test
    void take_what_is_configured() {
        var settings = AccessControlFixture.settings(
                Map.of("mode", "none", "audiences", "apic-dr, other", "cache-time", "500ms", "cache-size", "5"));

        assertThat(settings.violations()).isEmpty();
        assertThat(settings.asksForTokens()).isFalse();
        assertThat(settings.audiences()).containsExactly("apic-dr", "other");
        assertThat(settings.cacheTime()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.cacheSize()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "mode, None",
        "mode, open",
        "cache-time, soon",
        "cache-time, -1s",
        "cache-time, 6m",
        "cache-size, many",
        "cache-size, -1",
        "cache-size, 1000000",
        "open.health, maybe",
        "open.metrics, TRUE",
        "open.openapi, 1"
    })
    void name_the_property_that_is_wrong(String name, String value) {
        assertThat(AccessControlFixture.settings(Map.of(name, value)).violations())
                .singleElement()
                .asString()
                .startsWith("apic-dr.access.%s: '%s' is ".formatted(name, value));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, false, false",
        "apic-dr, false, false",
        "0.0.0.0, true, true",
        "::1, false, true",
        "localhost, false, true"
    })
    void listen_openly_without_tokens_only_if_told_to(String host, String openly, boolean allowed) {
        var properties = Map.of("mode", "none", "listen-openly", openly);

        var violations = AccessControlFixture.settings(properties, host).violations();

        assertThat(violations)
                .hasSize(allowed ? 0 : 1)
                .allMatch(violation -> violation.startsWith("apic-dr.access.listen-openly: "));
        assertThat(AccessControlFixture.settings(Map.of(), host).violations()).isEmpty();
    }

    @Test
    void allow_loopback_names_addresses_and_configured_hosts() {
        var settings = AccessControlFixture.settings(Map.of("hosts", "Apic-Dr.example.com"));

        assertThat(List.of("localhost", "LOCALHOST", "127.0.0.1", "10.1.2.3", "::1", "apic-dr.EXAMPLE.com"))
                .allMatch(settings::allowsHost);
        assertThat(List.of("example.com", "localhost.example.com", "")).noneMatch(settings::allowsHost);
    }

    @Test
    void ask_for_tokens_while_the_mode_is_wrong() {
        assertThat(AccessControlFixture.settings(Map.of("mode", "None")).asksForTokens())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health",
                "/q/health/group/captures",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui",
                "/q/swagger-ui/index.html",
                "/",
                "/page/main.js"
            })
    void open_what_holds_no_secret(String path) {
        assertThat(AccessControlFixture.settings(Map.of()).opens(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page",
                "/page/",
                "/page/nothing.js",
                "/index.html",
                "/q",
                "/q/",
                "/q/healthy",
                "/q/dev",
                "/q/info",
                "/api/v1/trust",
                "/api/q/health",
                ""
            })
    void open_nothing_else(String path) {
        assertThat(AccessControlFixture.settings(Map.of()).opens(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"health, /q/health/live", "metrics, /q/metrics", "openapi, /q/openapi", "openapi, /q/swagger-ui"})
    void close_what_the_operator_closes(String page, String path) {
        assertThat(AccessControlFixture.settings(Map.of("open." + page, "false"))
                        .opens(path))
                .isFalse();
    }
}
