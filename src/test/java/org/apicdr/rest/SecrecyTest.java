package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.Test;

/** Every value of every secret is random in these tests, so none of them may turn up anywhere. */
@QuarkusTest
class SecrecyTest extends RestTest {

    private static final int TOO_SHORT_TO_BE_FOUND_BY_CHANCE = 12;

    @Test
    void keeps_every_secret_value_out_of_answers_and_log() {
        try (var log = CapturedLog.start()) {
            var subsystem = world().subsystemWithPortal();
            var values = new ArrayList<>(values(subsystem));

            var answers = answers(subsystem);
            values.addAll(values(subsystem));

            assertThat(answers + log.text()).contains("Captured ").doesNotContain(values);
        }
    }

    private static String answers(SampleSubsystem subsystem) {
        var answers = new StringBuilder();
        Stream.of(BUNDLES, "/api/v1/subsystems", "/api/v1/trust").forEach(path -> add(answers, when().get(path)));
        var id = captured();
        Stream.of("/latest", "/" + id, "/" + id + "/archive", "?limit=5")
                .forEach(path -> add(answers, when().get(BUNDLES + path)));
        verify(answers);
        subsystem.rotateSecret(subsystem.secrets().encryption());
        subsystem.rotateSecret(subsystem.secrets().backup());
        verify(answers);
        subsystem.setStatus(status -> status.remove("atmCredentialSecret"));
        answers.append(capture("{}").statusCode(409).extract().asString());
        answers.append(capture("{\"force\": true}").statusCode(201).extract().asString());
        return answers.toString();
    }

    private static void verify(StringBuilder answers) {
        answers.append(post(BUNDLES + "/latest/verifications?failOn=warn", "{}")
                .extract()
                .asString());
    }

    private static void add(StringBuilder answers, Response answer) {
        answers.append(answer.headers()).append(new String(answer.asByteArray(), StandardCharsets.ISO_8859_1));
    }

    /** In Base64, as the API server has them, and decoded. */
    private static List<String> values(SampleSubsystem subsystem) {
        var names = subsystem.secrets();
        return Stream.of(
                        List.of(names.encryption(), names.backup()),
                        names.credentials(),
                        names.portal(),
                        names.others())
                .flatMap(List::stream)
                .flatMap(name -> subsystem.secretData(name).values().stream())
                .flatMap(value ->
                        Stream.of(value, new String(Base64.getDecoder().decode(value), StandardCharsets.ISO_8859_1)))
                .filter(value -> value.length() >= TOO_SHORT_TO_BE_FOUND_BY_CHANCE)
                .toList();
    }
}
