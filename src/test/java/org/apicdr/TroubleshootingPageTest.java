package org.apicdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apicdr.core.ErrorCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That docs/troubleshooting.md leaves no problem out. */
@Tag("docs")
class TroubleshootingPageTest {

    @Test
    void names_every_problem() throws IOException {
        assertThat(Files.readString(Path.of("docs/troubleshooting.md")))
                .contains(Arrays.stream(ErrorCode.values())
                        .map(code -> "`%s`".formatted(code.slug()))
                        .toList());
    }
}
