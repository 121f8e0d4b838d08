package org.apicdr.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class BearerTokenTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc.def-1_2~3+4/5==", "bearer abc.def-1_2~3+4/5==", "BEARER   abc.def-1_2~3+4/5=="})
    void is_read_from_the_header(String header) {
        assertThat(BearerToken.parse(header)).map(BearerToken::value).hasValue("abc.def-1_2~3+4/5==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer a,b", "Bearer =", "Bearerabc"})
    void is_not_read_from_another(String header) {
        assertThat(BearerToken.parse(header)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 2023-11-14T22:13:20Z",
        "1700000000.5, 2023-11-14T22:13:20.500Z",
        "1.7e9, 2023-11-14T22:13:20Z",
        "-1, 1969-12-31T23:59:59Z"
    })
    void expires_when_its_claim_says(String exp, Instant end) {
        assertThat(jwt("{\"exp\": %s}".formatted(exp)).expiresAt()).hasValue(end);
    }

    @Test
    void of_the_far_future_does_no_harm() {
        assertThat(jwt("{\"exp\": 1e999999999}").expiresAt())
                .hasValueSatisfying(end -> assertThat(end).isAfter(Instant.parse("9999-01-01T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"exp\": \"1700000000\"}", "{\"exp\": null}", "[]", "no json", ""})
    void without_such_a_claim_does_not_say(String claims) {
        assertThat(jwt(claims).expiresAt()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b", "a.b.c.d", "a.+/+/.c"})
    void that_is_no_jwt_does_not_say(String value) {
        assertThat(token(value).expiresAt()).isEmpty();
    }

    @Test
    void never_shows() {
        assertThat(token("c2VjcmV0")).asString().doesNotContain("c2VjcmV0");
    }

    @Test
    void is_remembered_by_its_hash() {
        assertThat(token("c2VjcmV0").sha256())
                .isEqualTo("1c1185e02ff3e23b3e5a1c5bc86cf15d4126caa3dcde0fdb6e93adc4deec119e");
    }

    private static BearerToken jwt(String claims) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return token("e30." + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln");
    }

    private static BearerToken token(String value) {
        return BearerToken.parse("Bearer " + value).orElseThrow();
    }
}
