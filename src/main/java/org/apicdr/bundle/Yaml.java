package org.apicdr.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * YAML that every parser reads the same way: string values are quoted, and so are keys that YAML 1.1 could parse as a
 * number, a boolean or null.
 */
public final class Yaml {

    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .stringQuotingChecker(new QuoteUnlessPlain())
            .loaderOptions(loaderOptions())
            .build());

    private Yaml() {}

    public static byte[] write(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode read(byte[] yaml) {
        try {
            return MAPPER.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Raises the parser's size limit, because lists of backups can exceed the default. */
    private static LoaderOptions loaderOptions() {
        var options = new LoaderOptions();
        options.setCodePointLimit(Payload.MAX_UNPACKED);
        return options;
    }

    private static final class QuoteUnlessPlain extends StringQuotingChecker {

        private static final long serialVersionUID = 1L;

        private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9]{2,}");

        @Override
        public boolean needToQuoteName(String name) {
            return !PLAIN.matcher(name).matches() || isReservedKeyword(name);
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return true;
        }
    }
}
