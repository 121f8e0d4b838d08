package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apicdr.subsystem.Samples;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class YamlTest {

    /** Strings that YAML 1.1 takes for something else where they are not quoted. */
    private static final List<String> ODD = List.of(
            "010",
            "1e3",
            "yes",
            "No",
            "on",
            "y",
            "null",
            "~",
            "0x1F",
            ".5",
            ".inf",
            "1_000",
            "1:30",
            "2026-11-22",
            "true",
            "-",
            "---",
            "key",
            "tls.key",
            "x".repeat(253),
            "=",
            "<<",
            "0b11",
            "0o7",
            "+1",
            "-.5",
            "Null",
            "OFF");

    @Test
    void keys_and_values_read_back_as_strings() {
        var data = Samples.object("{}");
        ODD.forEach(text -> data.put(text, text));

        var read = Yaml.read(Yaml.write(data));

        assertThat(read).isEqualTo(data);
    }

    @Test
    void text_reads_back_whatever_is_in_it() {
        var texts = Samples.object("{}")
                .put(
                        "annotation",
                        " a: b #c\n\ttab\r\n\"quoted\" 'single' \\ %s \u0000\u0007\u0085\u2028\uFEFF\uD83D\uDD11 ");
        texts.put("empty", "").put("long", "word ".repeat(1_000));

        assertThat(Yaml.read(Yaml.write(texts))).isEqualTo(texts);
    }

    @Test
    void numbers_and_booleans_stay_what_they_are() {
        var spec = Samples.object(
                "{\"port\": 22, \"accept\": true, \"ratio\": 0.5, \"none\": null, \"list\": [], \"o\": {}}");

        assertThat(Yaml.read(Yaml.write(spec))).isEqualTo(spec);
    }

    @Test
    void a_secret_of_the_largest_size_reads_back() {
        var large = Samples.object("{}").put("ca.crt", "x".repeat(4 * (1 << 20) / 3));

        assertThat(Yaml.read(Yaml.write(large))).isEqualTo(large);
    }

    @Test
    void kubectl_reads_the_same(@TempDir Path dir) throws IOException {
        Command.require("kubectl");
        var secret = Samples.secret("apic", "odd");
        var data = (ObjectNode) secret.path("data");
        ODD.stream().filter(key -> key.matches("[-._a-zA-Z0-9]+")).forEach(key -> data.put(key, "czNjcmV0"));
        Files.write(dir.resolve("secret.yaml"), Yaml.write(secret));

        var printed = Command.run(dir, "kubectl", "label", "--local", "-o", "json", "-f", "secret.yaml", "read=true");

        assertThat(printed.exit()).as(printed.stderr()).isZero();
        assertThat(new ObjectMapper().readTree(printed.stdout().getBytes(UTF_8)).path("data"))
                .isEqualTo(data);
    }
}
