package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apicdr.crypto.Digests;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ArchiveTest {

    private static final Instant TIME = Instant.parse("2026-11-22T03:00:00Z");

    private static final int BLOCK = 512;

    private final byte[] file =
            new BundleArchiveWriter(bytes("# R"), bytes("{}"), bytes("sig"), bytes("sealed")).write(TIME);

    @Test
    void is_read_as_it_was_written() throws Exception {
        var payload = new ByteArrayOutputStream();

        var contents = ArchiveReader.read(new ByteArrayInputStream(file), payload);

        assertThat(contents.recovery()).isEqualTo(ArchiveContents.Part.of(bytes("# R")));
        assertThat(contents.manifest()).asString().isEqualTo("{}");
        assertThat(contents.signature()).asString().isEqualTo("sig");
        assertThat(contents.payload()).isEqualTo(ArchiveContents.Part.of(bytes("sealed")));
        assertThat(payload).hasToString("sealed");
        assertThat(contents.modified()).isEqualTo(TIME);
        assertThat(contents.file()).isEqualTo(ArchiveContents.Part.of(file));
    }

    @Test
    void is_read_whatever_multiple_of_a_block_the_parts_are() throws Exception {
        for (int size : new int[] {0, 1, 511, 512, 513, 1024, 100_000}) {
            var content = new byte[size];
            var archive = new BundleArchiveWriter(content, content, bytes(""), content).write(TIME);

            var contents = ArchiveReader.read(new ByteArrayInputStream(archive), OutputStream.nullOutputStream());

            assertThat(contents.payload().sizeBytes()).isEqualTo(size);
        }
    }

    @Test
    void no_byte_can_change_unnoticed() throws Exception {
        var before = digests(file);
        for (int at = 0; at < file.length; at++) {
            for (int mask : new int[] {0x01, 0x20, 0xFF}) {
                var changed = file.clone();
                changed[at] ^= (byte) mask;

                assertThat(refused(changed) || !digests(changed).equals(before))
                        .as("byte %d xor %02x", at, mask)
                        .isTrue();
            }
        }
    }

    @Test
    void is_refused_wherever_it_ends_too_early() {
        for (int length = 0; length < file.length; length++) {
            assertThat(refused(Arrays.copyOf(file, length)))
                    .as("the first %d bytes", length)
                    .isTrue();
        }
    }

    @Test
    void is_refused_with_a_sentence_that_says_where_it_ends() {
        assertRefused(Arrays.copyOf(file, 0), "The file ends before RECOVERY.md");
        assertRefused(Arrays.copyOf(file, 2 * BLOCK), "The file ends before manifest.json");
        assertRefused(Arrays.copyOf(file, 3 * BLOCK + 1), "The file ends within manifest.json");
        assertRefused(Arrays.copyOf(file, 6 * BLOCK), "The file ends before payload.tar.gz.age");
        assertRefused(Arrays.copyOf(file, 8 * BLOCK + 1), "The file ends in the padding at the end");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, BLOCK, 10 * BLOCK})
    void is_refused_with_anything_after_its_end(int more) {
        assertRefused(Arrays.copyOf(file, file.length + more), "The archive is followed by other data.");
    }

    @Test
    void is_refused_with_a_fifth_entry() {
        var fifth = Arrays.copyOf(file, file.length + 2 * BLOCK);
        System.arraycopy(file, 0, fifth, 8 * BLOCK, 2 * BLOCK);

        assertRefused(fifth, "The padding at the end is not zero");
    }

    @Test
    void is_refused_in_another_order() {
        var swapped = file.clone();
        System.arraycopy(file, 0, swapped, 2 * BLOCK, 2 * BLOCK);
        System.arraycopy(file, 2 * BLOCK, swapped, 0, 2 * BLOCK);

        assertRefused(swapped, "The header of RECOVERY.md is not canonical");
    }

    @Test
    void is_refused_where_an_entry_has_a_time_of_its_own() {
        var other = new BundleArchiveWriter(bytes("# R"), bytes("{}"), bytes("sig"), bytes("sealed"))
                .write(TIME.plusSeconds(1));
        var mixed = file.clone();
        System.arraycopy(other, 2 * BLOCK, mixed, 2 * BLOCK, 2 * BLOCK);

        assertRefused(mixed, "The header of manifest.json is not canonical");
    }

    @Test
    void is_four_private_files_to_gnu_tar(@TempDir Path dir) throws IOException {
        Command.require("tar");
        Files.write(dir.resolve("bundle.tar"), file);

        var listed = Command.run(dir, "env", "TZ=UTC", "tar", "--full-time", "-tvf", "bundle.tar");

        assertThat(listed.stdout().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "-rw------- 0/0 3 2026-11-22 03:00:00 RECOVERY.md",
                        "-rw------- 0/0 2 2026-11-22 03:00:00 manifest.json",
                        "-rw------- 0/0 3 2026-11-22 03:00:00 manifest.json.sig",
                        "-rw------- 0/0 6 2026-11-22 03:00:00 payload.tar.gz.age");
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatExceptionOfType(CorruptBundleException.class)
                .isThrownBy(() -> digests(file))
                .withMessageContaining(why);
    }

    private static boolean refused(byte[] file) {
        try {
            digests(file);
            return false;
        } catch (CorruptBundleException e) {
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What authentication looks at. */
    private static List<String> digests(byte[] file) throws CorruptBundleException, IOException {
        var contents = ArchiveReader.read(new ByteArrayInputStream(file), OutputStream.nullOutputStream());
        return List.of(
                contents.recovery().sha256(),
                Digests.sha256Hex(contents.manifest()),
                Digests.sha256Hex(contents.signature()),
                contents.payload().sha256());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
