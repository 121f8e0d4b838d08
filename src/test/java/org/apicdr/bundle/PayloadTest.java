package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apicdr.crypto.Digests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class PayloadTest {

    private static final Instant TIME = Instant.parse("2026-11-22T03:00:00Z");

    @Test
    void is_unpacked_as_it_was_packed() throws Exception {
        var packed = new Payload(Map.of("management/a.yaml", bytes("a: 1"), "b", bytes(""))).pack(TIME);

        var unpacked = unpack(packed);

        assertThat(unpacked.entries()).containsOnlyKeys("b", "management/a.yaml");
        assertThat(unpacked.entry("management/a.yaml")).hasValue(bytes("a: 1"));
        assertThat(unpacked.entry("b")).hasValue(bytes(""));
        assertThat(unpacked.entry("c")).isEmpty();
    }

    @Test
    void keeps_what_was_parsed_unless_it_is_large() {
        var small = new Payload(Map.of("a.yaml", bytes("a: 1"), "b.yaml", bytes("b: 1")));
        var kept = small.yaml("a.yaml").orElseThrow();
        var replaced = small.yaml("b.yaml").orElseThrow();
        var more = small.with("b.yaml", bytes("b: 2"));
        var large = small.with("c", new byte[9 << 20]);

        assertThat(kept.path("a").asInt()).isEqualTo(1);
        assertThat(small.yaml("a.yaml")).containsSame(kept);
        assertThat(more.yaml("a.yaml")).containsSame(kept);
        assertThat(replaced.path("b").asInt()).isEqualTo(1);
        assertThat(more.yaml("b.yaml").orElseThrow().path("b").asInt()).isEqualTo(2);
        assertThat(large.yaml("a.yaml").orElseThrow())
                .isEqualTo(kept)
                .isNotSameAs(large.yaml("a.yaml").orElseThrow());
        assertThat(small.yaml("c")).isEmpty();
    }

    @Test
    void holds_secrets_and_portals_of_the_longest_names() throws Exception {
        var name = "portals/%s/%s/secrets/%s.yaml".formatted("n".repeat(63), "p".repeat(253), "s".repeat(253));

        var unpacked = unpack(new Payload(Map.of(name, bytes("x"))).pack(TIME));

        assertThat(unpacked.entries()).containsOnlyKeys(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a/..",
                ".",
                "a//b",
                "a/",
                "a/./b",
                "a b",
                "a\\b",
                "\u00E9"
            })
    void takes_no_name_that_could_leave_its_folder(String name) throws IOException {
        var tar = new TarForge().file("contents.json", "{\"entries\": []}").file(name, "x");

        assertThatIllegalArgumentException().isThrownBy(() -> new Payload(Map.of(name, bytes("x"))));
        assertRefused(tar.gzipped(), "not a plain file with a safe name");
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '5', '6'})
    void takes_nothing_but_plain_files(char type) throws IOException {
        assertRefused(new TarForge().link("a", type, "b").gzipped(), "not a plain file with a safe name");
    }

    @Test
    void takes_no_entry_twice() throws IOException {
        assertRefused(new TarForge().file("a", "1").file("a", "2").gzipped(), "The payload has two entries named a.");
    }

    @Test
    void takes_a_thousand_entries_and_no_more() throws Exception {
        var files = new TreeMap<String, byte[]>();
        for (int i = 0; i < Payload.MAX_ENTRIES - 1; i++) {
            files.put("e" + i, bytes(""));
        }
        var tar = new TarForge();
        for (int i = 0; i <= Payload.MAX_ENTRIES; i++) {
            tar.file("e" + i, "");
        }

        assertThat(unpack(new Payload(files).pack(TIME)).entries()).hasSize(Payload.MAX_ENTRIES - 1);
        files.put("more", bytes(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Payload(files));
        assertRefused(tar.gzipped(), "more than 1000 entries");
    }

    @Test
    void is_refused_where_it_unpacks_to_more_than_128_mebibytes() throws IOException {
        var tar = new TarForge().zeros("a", 100L << 20).zeros("b", 29L << 20);

        assertRefused(tar.gzipped(), "The payload unpacks to more than 134217728 bytes");
    }

    @Test
    void is_refused_where_a_name_unpacks_to_more_than_that() throws IOException {
        var bomb = new TarForge().longName(140L << 20).gzipped();

        assertThatIOException()
                .isThrownBy(() -> unpack(bomb))
                .withMessageContaining("A header in the payload exceeds its maximum size");
    }

    @Test
    void is_refused_where_it_is_not_what_contents_json_says() throws IOException {
        assertRefused(new TarForge().file("a", "x").gzipped(), "The payload has no contents.json");
        assertRefused(with("{}"), "contents.json does not have the documented form");
        assertRefused(with("{\"entries\": [null]}"), "contents.json does not have the documented form");
        assertRefused(with("[]"), "contents.json is not a JSON object");
        assertRefused(with("{\"entries\": []}"), "contents.json does not list every entry of the payload exactly once");
        assertRefused(with(contents("a", 1, "y")), "a does not match contents.json");
        assertRefused(with(contents("a", 2, "x")), "a does not match contents.json");
        assertRefused(with(contents("b", 1, "x")), "b does not match contents.json");
        assertRefused(with("{\"entries\": [{}]}"), "contents.json does not have the documented form");
        assertRefused(with("{\"entries\": [{\"sizeBytes\": 1}]}"), "does not match contents.json");
    }

    @Test
    void is_read_where_contents_json_says_so() throws IOException {
        var packed = with(contents("a", 1, "x"));

        assertThatNoException().isThrownBy(() -> unpack(packed));
    }

    @Test
    void is_refused_in_order_wherever_a_byte_of_its_tar_is_changed() throws Exception {
        var tar = new TarForge().file("a", "x").file("contents.json", contents("a", 1, "x"));
        for (int at = 0; at < tar.bytes().length; at++) {
            var changed = tar.flipped(at);
            try {
                assertThat(unpack(changed).entries()).containsOnlyKeys("a");
            } catch (CorruptBundleException | IOException e) {
                assertThat(e).message().isNotBlank();
            }
        }
    }

    private static byte[] with(String contents) throws IOException {
        return new TarForge().file("a", "x").file("contents.json", contents).gzipped();
    }

    private static String contents(String name, int size, String content) {
        return "{\"entries\": [{\"name\": \"%s\", \"sizeBytes\": %d, \"sha256\": \"%s\"}]}"
                .formatted(name, size, Digests.sha256Hex(bytes(content)));
    }

    private static void assertRefused(byte[] packed, String why) {
        assertThatExceptionOfType(CorruptBundleException.class)
                .isThrownBy(() -> unpack(packed))
                .withMessageContaining(why);
    }

    private static Payload unpack(byte[] packed) throws CorruptBundleException, IOException {
        return Payload.unpack(new ByteArrayInputStream(packed));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
