package org.apicdr.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apicdr.recovery.RecoverySheet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ManualVerificationCommandsTest {

    private static final Pattern USE = Pattern.compile("\\$\\{?([A-Z]\\w*)");

    private final JsonNode example;

    ManualVerificationCommandsTest() throws IOException {
        this.example = new YAMLMapper()
                .readTree(new File("src/main/resources/META-INF/openapi.yaml"))
                .at("/components/examples/trust/value");
    }

    @Test
    void the_sheet_sets_every_variable_that_it_reads() {
        var sheet = ManualVerificationCommands.sheet("prod-dc1", "prod-dc1/* ssh-ed25519 AAAA");

        var used = USE.matcher(String.join("\n", sheet))
                .results()
                .map(use -> use.group(1))
                .filter(name -> !name.equals("TMPDIR")) // of the system, and with a default
                .collect(Collectors.toSet());

        assertThat(used)
                .contains("BUNDLE", "SIGNERS", "PRINCIPAL", "NAMESPACE", "CLUSTER")
                .allSatisfy(name -> assertThat(sheet).anyMatch(line -> line.startsWith(name + "=")));
    }

    @Test
    void the_documented_sheet_is_the_one_that_is_printed() {
        assertThat(example.path("commands"))
                .extracting(JsonNode::asText)
                .isEqualTo(ManualVerificationCommands.sheet(
                        example.path("site").asText(),
                        example.path("allowedSigners").asText()));
    }

    @Test
    void the_recovery_script_checks_a_bundle_in_the_same_way() {
        var commands = ManualVerificationCommands.COMMANDS;
        var check = String.join("\n", commands.subList(0, commands.size() - 1));

        assertThat(new String(RecoverySheet.script(), UTF_8))
                .contains(check.replace("paste all commands again", "run this command again"));
    }

    /** A terminal takes a tab for a completion, and cuts longer lines; zsh takes no comments; bash expands exclamation marks. */
    @Test
    void no_line_is_changed_by_being_pasted() {
        assertThat(ManualVerificationCommands.sheet("prod-dc1", "prod-dc1/* ssh-ed25519 AAAA"))
                .allMatch(line -> line.length() < 1000)
                .noneMatch(line -> line.contains("\t")
                        || line.contains("!")
                        || line.strip().startsWith("#"));
    }
}
