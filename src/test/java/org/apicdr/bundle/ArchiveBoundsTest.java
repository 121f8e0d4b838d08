package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ArchiveBoundsTest {

    private static final Instant TIME = Instant.parse("2026-11-22T03:00:00Z");

    /** Where a header holds the size, and how long the header is. */
    private static final int SIZE_AT = 124;

    private static final int BLOCK = 512;

    private final byte[] file =
            new BundleArchiveWriter(bytes("# R"), bytes("{}"), bytes("sig"), bytes("sealed")).write(TIME);

    @ParameterizedTest
    @ValueSource(strings = {"00000000009 ", "0000000000x\0", "-0000000001\0", "zzzzzzzzzzzz"})
    void is_refused_with_a_size_that_is_not_octal(String size) {
        assertRefused(withSize(0, size), "The header of RECOVERY.md is not a tar header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"         03 ", "00000000003\0", "3\0\0\0\0\0\0\0\0\0\0\0", "\0\0\0\0\0\0\0\0\0\0\0\0"})
    void is_refused_with_a_size_written_in_another_way(String size) {
        assertRefused(withSize(0, size), "The header of RECOVERY.md is not canonical");
    }

    @Test
    void is_refused_by_its_claim_before_anything_too_large_is_read() {
        assertRefused(
                Arrays.copyOf(withSize(0, "00001000001\0"), BLOCK), "RECOVERY.md has a declared size of 262145 bytes");
        assertRefused(
                Arrays.copyOf(withSize(2, "00004000001\0"), 3 * BLOCK),
                "manifest.json has a declared size of 1048577 bytes");
        assertRefused(
                Arrays.copyOf(withSize(4, "00000010001\0"), 5 * BLOCK),
                "manifest.json.sig has a declared size of 4097 bytes");
        assertRefused(
                Arrays.copyOf(withSize(6, "77777777777\0"), 7 * BLOCK),
                "payload.tar.gz.age has a declared size of 8589934591");
    }

    @Test
    void is_not_written_with_a_part_over_its_bound() {
        var archive = new BundleArchiveWriter(
                new byte[BundleArchiveWriter.MAX_RECOVERY + 1], bytes("{}"), bytes("sig"), bytes("sealed"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> archive.write(TIME))
                .withMessage("RECOVERY.md has 262145 bytes. At most 262144 fit into a bundle.");
    }

    @Test
    void fits_into_64_mebibytes_with_every_part_at_its_bound() {
        long headersAndEnd = 4 * BLOCK + 4 * (BLOCK - 1) + 2 * BLOCK;

        assertThat(BundleArchiveWriter.MAX_RECOVERY
                        + BundleArchiveWriter.MAX_MANIFEST
                        + BundleArchiveWriter.MAX_SIGNATURE
                        + BundleArchiveWriter.MAX_PAYLOAD
                        + headersAndEnd)
                .isLessThanOrEqualTo(BundleArchiveWriter.MAX_FILE);
    }

    private byte[] withSize(int block, String size) {
        var changed = file.clone();
        System.arraycopy(size.getBytes(US_ASCII), 0, changed, block * BLOCK + SIZE_AT, size.length());
        return changed;
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatExceptionOfType(CorruptBundleException.class)
                .isThrownBy(() -> ArchiveReader.read(new ByteArrayInputStream(file), OutputStream.nullOutputStream()))
                .withMessageContaining(why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
