package org.apicdr.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionFixture;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class OpenableCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final String SECRET = "management/secrets/atm-cred.yaml";

    private static BundleForge forge;

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @Test
    void opens_an_honest_bundle() {
        var opened = open("management/settings.yaml", "name: \"management\"\n");

        assertThat(opened.payload().payload()).isPresent();
        assertThat(checks(opened))
                .allMatch(verificationCheck -> verificationCheck.outcome() == CheckOutcome.PASS)
                .extracting(VerificationCheck::id)
                .containsExactly("decryption", "contents", "secrets");
    }

    @Test
    void names_a_secret_that_the_manifest_does_not() {
        var opened = open(SECRET, "data: {}\n");

        assertThat(checks(opened))
                .filteredOn(verificationCheck -> verificationCheck.outcome() == CheckOutcome.FAIL)
                .extracting(VerificationCheck::detail)
                .containsExactly("The manifest does not name " + SECRET + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "- a",
                "text",
                "a: [",
                "a: \u0001",
                "data: {\"a\": \"not base64!\"}",
                "? {a: b}\n: c",
                "&a [*a"
            })
    void does_not_open_what_is_no_resource(String yaml) {
        var opened = open(SECRET, yaml);

        assertThat(opened.payload().payload()).isEmpty();
        assertThat(checks(opened)).singleElement().satisfies(verificationCheck -> {
            assertThat(verificationCheck.outcome()).isEqualTo(CheckOutcome.FAIL);
            assertThat(verificationCheck.detail()).isEqualTo(SECRET + " is not a resource in YAML.");
        });
    }

    @Test
    void does_not_look_into_lists_of_backups() {
        assertThat(open("management/database-backups.yaml", "a: [").payload().payload())
                .isPresent();
    }

    private static List<VerificationCheck> checks(BundleInspection opened) {
        return new OpenableCheck(forge.seals())
                .check(opened.trusted().orElseThrow().manifest(), opened.payload());
    }

    private static BundleInspection open(String name, String content) {
        var bundle = forge.of(NOW, Map.of(name, content.getBytes(UTF_8)));
        var stored = bundle.in(BundleForge.FOLDER);
        return BundleInspectionFixture.inspector(forge.seals(), stored, bundle.file(), NOW)
                .inspect(stored, Selection.RESOURCES, Deadline.in(Duration.ofSeconds(25)));
    }
}
