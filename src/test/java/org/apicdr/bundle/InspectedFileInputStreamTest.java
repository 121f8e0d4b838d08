package org.apicdr.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class InspectedFileInputStreamTest {

    private static final StoredBundle BUNDLE = new StoredBundle(
            new SubsystemRef("apic", "management"),
            BundleId.of("management", "82b290a2", Instant.parse("2026-11-22T03:00:00Z"), "1f9a3c2b", false),
            30);

    private final byte[] content = new byte[100_000];
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    InspectedFileInputStreamTest() {
        new Random(3).nextBytes(content);
    }

    @Test
    void passes_on_the_file_that_was_inspected() throws IOException {
        try (var input = input(inspected(), content)) {
            assertThat(input.readAllBytes()).isEqualTo(content);
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void opens_no_file_that_is_not_read() throws IOException {
        input(inspected(), content).close();

        assertThat(opened).hasValue(0);
    }

    @Test
    void withholds_the_end_of_a_file_that_changed() {
        var changed = content.clone();
        changed[7]++;

        assertThat(receivedOf(changed)).isLessThan(content.length);
    }

    @Test
    void passes_on_no_byte_of_a_changed_file_that_is_read_at_once() {
        var changed = content.clone();
        changed[changed.length - 1]++;
        var received = new ByteArrayOutputStream();

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> received.write(input(inspected(), changed).readNBytes(content.length)));
        assertThat(received.size()).isZero();
    }

    @Test
    void fails_at_the_end_of_a_file_that_became_shorter() {
        assertThat(receivedOf(Arrays.copyOf(content, 60_000))).isEqualTo(60_000);
    }

    @Test
    void passes_on_what_was_inspected_of_a_file_that_became_longer() throws IOException {
        try (var input = input(inspected(), Arrays.copyOf(content, 120_000))) {
            assertThat(input.readAllBytes()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 100000", "99999, 1", "40000, 30000"})
    void passes_on_a_range_of_the_file_that_was_inspected(int offset, int length) throws IOException {
        try (var input = input(inspected(), offset, length, content)) {
            assertThat(input.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, offset, offset + length));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 99999", "99999, 1, 0", "40000, 30000, 0", "40000, 30000, 50000", "40000, 30000, 99999"})
    void withholds_the_end_of_a_range_wherever_the_file_changed(int offset, int length, int changedAt) {
        var changed = content.clone();
        changed[changedAt]++;
        var received = new ByteArrayOutputStream();

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> input(inspected(), offset, length, changed).transferTo(received))
                .withMessageContaining("changed on the store while it was downloaded");
        assertThat(received.size()).isLessThan(length);
    }

    @Test
    void withholds_the_end_of_a_range_of_a_file_that_became_shorter_after_it() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> input(inspected(), 0, 100, Arrays.copyOf(content, 60_000))
                        .read(new byte[100]));
    }

    @Test
    void passes_on_as_many_bytes_as_were_listed_of_a_file_that_is_no_archive() throws IOException {
        var inspection = new BundleInspection(BUNDLE, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        try (var input = input(inspection, content)) {
            assertThat(input.readAllBytes()).isEqualTo(Arrays.copyOf(content, 30));
        }
    }

    /** How many bytes of a changed file are passed on before the failure. */
    private long receivedOf(byte[] changed) {
        var received = new ByteArrayOutputStream();
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> input(inspected(), changed).transferTo(received))
                .withMessageContaining("changed on the store while it was downloaded");
        return received.size();
    }

    private InputStream input(BundleInspection inspection, byte[] file) {
        return input(inspection, 0, inspection.fileSize(), file);
    }

    private InputStream input(BundleInspection inspection, long offset, long length, byte[] file) {
        return new InspectedFileInputStream(inspection, offset, length, () -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(file) {
                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        });
    }

    private BundleInspection inspected() {
        var part = ArchiveContents.Part.of(content);
        var contents = new ArchiveContents(part, new byte[0], new byte[0], part, Instant.EPOCH, part);
        return new BundleInspection(BUNDLE, Optional.of(contents), Optional.empty(), Optional.empty(), List.of());
    }
}
