package org.apicdr.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apicdr.bundle.SampleFiles;
import org.apicdr.bundle.Yaml;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RestoreObjectTest {

    @Test
    void compares_type_and_every_byte() {
        var text = new String(SampleFiles.secret("db", "Opaque"), UTF_8);

        assertThat(isEqual(text, text)).isTrue();
        assertThat(isEqual(text, text.replace("Opaque", "example.com/other"))).isFalse();
        assertThat(isEqual(text, text.replace(SampleFiles.SECRET_VALUE, "QmFzZTY0T2ZBU2VjcmVu")))
                .isFalse();
        assertThat(isEqual(text, text.replace("\"key\"", "\"other\""))).isFalse();
        assertThat(isEqual(text, text.replace("\"data\": {", "\"data\": {\"more\": \"\", ")))
                .isFalse();
    }

    private static boolean isEqual(String expected, String found) {
        return new RestoreObject("apic", (ObjectNode) Yaml.read(expected.getBytes(UTF_8)))
                .hasContentOf(Yaml.read(found.getBytes(UTF_8)));
    }
}
