package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class StrictJsonTest {

    @Test
    void reads_an_object() throws CorruptBundleException {
        assertThat(read("{\"a\": [1, \"\uD83D\uDD11\", \"\\ud83d\\udd11\"]}")
                        .at("/a/2")
                        .asText())
                .isEqualTo("\uD83D\uDD11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1, \"a\": 1}",
                "{\"a\": {\"b\": 1, \"\\u0062\": 2}}",
                "{} {}",
                "{} x",
                "{}]",
                "\uFEFF{}",
                "{\"a\": }",
                "{'a': 1}",
                "{a: 1}",
                "{\"a\": 1,}",
                "{} // nothing",
                "{\"a\": NaN}",
                "{\"a\": 01}",
                "{"
            })
    void refuses_what_others_may_read_in_another_way(String json) {
        assertRefused(json.getBytes(UTF_8), "is not strict JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "null", "1", "\"x\""})
    void refuses_what_is_no_object(String json) {
        assertRefused(json.getBytes(UTF_8), "manifest.json is not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": \"\\ud83d\"}", "{\"a\": [\"\\udd11\\ud83d\"]}", "{\"a\": \"\\ud83dx\"}"})
    void refuses_a_lone_surrogate_in_escapes(String json) {
        assertRefused(json.getBytes(UTF_8), "manifest.json contains a lone surrogate");
    }

    @Test
    void refuses_a_lone_surrogate_in_a_name() {
        assertRefused("{\"a\": {\"\\ud83d\": 1}}".getBytes(UTF_8), "Broken surrogate pair in field name");
    }

    @Test
    void refuses_a_lone_surrogate_in_bytes() {
        assertRefused("{\"a\": \"\u00ED\u00A0\u0080\"}".getBytes(ISO_8859_1), "manifest.json is not UTF-8");
    }

    @Test
    void refuses_other_encodings() {
        assertRefused("{\"a\": \"\u00E9\"}".getBytes(ISO_8859_1), "manifest.json is not UTF-8");
        assertRefused("{\"a\": \"\u00C0\u00AF\"}".getBytes(ISO_8859_1), "manifest.json is not UTF-8");
    }

    @Test
    void reads_32_levels_and_no_more() throws CorruptBundleException {
        assertThat(read(nested(32))).isNotEmpty();
        assertRefused(nested(33).getBytes(UTF_8), "is not strict JSON");
        assertRefused(nested(100_000).getBytes(UTF_8), "is not strict JSON");
    }

    @Test
    void writes_utc_times_and_a_newline_at_the_end() {
        var written = StrictJson.write(Map.of("at", Instant.parse("2026-11-22T03:00:00Z")));

        assertThat(written).asString(UTF_8).isEqualTo("{\n  \"at\" : \"2026-11-22T03:00:00Z\"\n}\n");
    }

    private static String nested(int levels) {
        return "{\"a\": ".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    private static ObjectNode read(String json) throws CorruptBundleException {
        return StrictJson.read("manifest.json", json.getBytes(UTF_8));
    }

    private static void assertRefused(byte[] json, String why) {
        assertThatExceptionOfType(CorruptBundleException.class)
                .isThrownBy(() -> StrictJson.read("manifest.json", json))
                .withMessageContaining(why);
    }
}
