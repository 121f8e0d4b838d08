package org.apicdr.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apicdr.core.Sentences;

/**
 * JSON that every parser reads the same way (RFC 8259, I-JSON RFC 7493): UTF-8 without a byte order mark, no duplicate
 * names, nothing after the value, no lone surrogates, at most 32 levels deep.
 */
public final class StrictJson {

    private static final int MAX_DEPTH = 32;

    /**
     * Twice the number of tokens in a manifest of maximum size. Limits memory: a tree of brackets only is thirty times
     * as large as its bytes.
     */
    private static final int MAX_TOKENS = 100_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private static final DefaultPrettyPrinter PRINTER = printer();

    private StrictJson() {}

    static ObjectNode read(String name, byte[] bytes) throws CorruptBundleException {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                rejectLoneSurrogates(name, object);
                return object;
            }
            throw new CorruptBundleException(name + " is not a JSON object.");
        } catch (CharacterCodingException e) {
            throw new CorruptBundleException(name + " is not UTF-8.", e);
        } catch (JsonProcessingException e) {
            throw new CorruptBundleException(
                    "%s is not strict JSON: %s"
                            .formatted(name, Sentences.closed(String.valueOf(e.getOriginalMessage()))),
                    e);
        }
    }

    static <T> T read(String name, JsonNode node, Class<T> type) throws CorruptBundleException {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new CorruptBundleException(name + " does not have the documented form.", e);
        }
    }

    /** Returns the content of a file; empty if it does not have the documented form. Members that are not known are left out. */
    public static <T> Optional<T> tryRead(String name, byte[] bytes, Class<T> type) {
        try {
            return Optional.of(read(name, read(name, bytes), type));
        } catch (CorruptBundleException e) {
            return Optional.empty();
        }
    }

    /** Returns readable JSON: indented by two spaces, with LF line breaks and a newline at the end. */
    public static byte[] write(Object value) {
        try {
            return (MAPPER.writer(PRINTER).writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rejects them in values. Jackson rejects them in names. */
    private static void rejectLoneSurrogates(String name, JsonNode node) throws CorruptBundleException {
        if (node.isTextual() && !StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue())) {
            throw new CorruptBundleException(name + " contains a lone surrogate.");
        }
        for (var child : node) {
            rejectLoneSurrogates(name, child);
        }
    }

    private static DefaultPrettyPrinter printer() {
        var indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    }
}
