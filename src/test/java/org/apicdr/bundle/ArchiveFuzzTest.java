package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apicdr.bundle.BundleForge.Forged;
import org.apicdr.crypto.AgeRecipients;
import org.apicdr.crypto.SshSignature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bundles changed at random, and each of their parts. Whatever reads them takes them for what they were or says what is
 * wrong; it never fails in another way, never takes much memory and never takes long.
 *
 * <p>{@code -Dapic-dr.fuzz.seconds=600} goes on for that long, {@code -Dapic-dr.fuzz.seed=…} begins with another case.
 */
@Tag("unit")
@Tag("slow")
class ArchiveFuzzTest {

    private static final int CASES = 7_000;

    private static final Duration LONG = Duration.ofSeconds(5);

    /** No reader needs more for a bundle of some kilobytes. */
    private static final long MUCH_MEMORY = 32 << 20;

    private static final Instant TIME = Instant.parse("2026-11-22T03:00:00Z");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final BundleForge forge;
    private final Forged honest;

    ArchiveFuzzTest(@TempDir Path dir) {
        this.forge = new BundleForge(dir);
        this.honest = forge.honest(TIME);
    }

    @Test
    void whatever_was_changed_is_noticed_or_harmless() throws Exception {
        chooseTargets();
        long seed = Long.getLong("apic-dr.fuzz.seed", 1);
        long seconds = Long.getLong("apic-dr.fuzz.seconds", 0);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long cases = 0;
        while (seconds > 0 ? System.nanoTime() < end : cases < CASES) {
            for (var target : targets.entrySet()) {
                run(target.getKey(), target.getValue(), seed + cases);
                cases++;
            }
        }
        System.out.printf("fuzzed %d cases from seed %d%n", cases, seed);
        assertThat(cases).isPositive();
    }

    private void chooseTargets() throws CorruptBundleException, IOException {
        var file = honest.file();
        var sealed = new ByteArrayOutputStream();
        var contents = ArchiveReader.read(new ByteArrayInputStream(file), sealed);
        var files = Map.of("management/a.yaml", "a: 1".getBytes(UTF_8), "management/b.yaml", new byte[2_000]);
        var packed = new Payload(files).pack(TIME);
        targets.put("file", new Target(file, this::inspect));
        targets.put("manifest.json", new Target(honest.manifest(), ManifestFile::read));
        targets.put("manifest.json.sig", new Target(contents.signature(), SshSignature::parse));
        targets.put("age header", new Target(sealed.toByteArray(), AgeRecipients::count));
        targets.put("sealed payload", new Target(sealed.toByteArray(), changed -> unseal(changed, sealed)));
        targets.put("gzip", new Target(packed, changed -> Payload.unpack(new ByteArrayInputStream(changed))));
        targets.put("tar", new Target(tar(packed), changed -> Payload.unpack(new ByteArrayInputStream(gzip(changed)))));
    }

    private void run(String name, Target target, long seed) {
        var changed = new Mutation(seed).of(target.original);
        long start = System.nanoTime();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            target.reader.read(changed);
        } catch (CorruptBundleException | IOException | IllegalArgumentException refused) {
            if (String.valueOf(refused.getMessage()).isBlank()
                    || (refused instanceof IllegalArgumentException && !name.equals("manifest.json.sig"))) {
                fail("%s of seed %d".formatted(name, seed), refused);
            }
        } catch (RuntimeException | Error e) {
            fail("%s of seed %d".formatted(name, seed), e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("memory for %s of seed %d", name, seed)
                .isLessThan(MUCH_MEMORY);
        assertThat(System.nanoTime() - start)
                .as("time for %s of seed %d", name, seed)
                .isLessThan(LONG.toNanos());
    }

    private void inspect(byte[] changed) {
        var stored = honest.in(BundleForge.FOLDER);
        var bundleInspection = BundleInspectionFixture.inspect(forge.seals(), stored, changed, TIME);
        if (bundleInspection.authentic()) {
            assertThat(changed).isEqualTo(honest.file());
        } else {
            assertThat(bundleInspection.describeFailures()).isNotBlank();
        }
    }

    private void unseal(byte[] changed, ByteArrayOutputStream sealed) throws IOException {
        var opened = forge.seals().identity().orElseThrow().open(new ByteArrayInputStream(changed));
        opened.transferTo(OutputStream.nullOutputStream());
        assertThat(Arrays.equals(changed, sealed.toByteArray())).isTrue();
    }

    private static byte[] tar(byte[] packed) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] tar) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(tar);
        }
        return bytes.toByteArray();
    }

    /** Something that reads what it is given or refuses it. */
    private interface Reader {
        void read(byte[] bytes) throws CorruptBundleException, IOException;
    }

    /** What is changed, and who reads it. */
    private static final class Target {

        private final byte[] original;
        private final Reader reader;

        Target(byte[] original, Reader reader) {
            this.original = original;
            this.reader = reader;
        }
    }
}
