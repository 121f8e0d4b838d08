package org.apicdr.benchmark;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.SampleSubsystem;

/**
 * What is in the cluster and on the store before anything is measured.
 *
 * @param captured a subsystem whose captures are measured
 * @param crowded a subsystem whose captures are measured beside {@link #MOST} other names
 * @param verified a subsystem whose bundles are verified
 * @param listed namespaces whose folders hold so many names; a listing reads names and sizes, so there is nothing in the files
 */
record BenchmarkData(
        IntegrationEnvironment parts,
        SampleSubsystem captured,
        SampleSubsystem crowded,
        SampleSubsystem verified,
        Map<Integer, String> listed) {

    static final int MOST = 10_000;
    static final List<Integer> SIZES = List.of(10, 1_000, MOST);

    private static final Instant OLDEST = Instant.parse("2026-01-01T00:00:00Z");

    private static final int APART = 600;

    private static final int SIZE = 130_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static BenchmarkData of(IntegrationEnvironment parts) {
        var api = parts.api();
        var listed = new LinkedHashMap<Integer, String>();
        SIZES.forEach(size -> listed.put(size, fill(parts, api.namespace("listed"), size)));
        return new BenchmarkData(
                parts,
                SampleSubsystem.release1001(api.client(), fill(parts, api.namespace("captured"), 10)),
                SampleSubsystem.release1001(api.client(), fill(parts, api.namespace("crowded"), MOST)),
                SampleSubsystem.release1001(api.client(), api.namespace("verified")),
                listed);
    }

    List<String> namespaces() {
        return Stream.concat(
                        Stream.of(captured.namespace(), crowded.namespace(), verified.namespace()),
                        listed.values().stream())
                .toList();
    }

    /** The namespace whose folder holds so many names. */
    String listed(int size) {
        return requireNonNull(listed.get(size));
    }

    /** The bundles that can be verified. */
    List<String> bundles() {
        try (var names = Files.list(parts.store(verified))) {
            return names.map(name -> name.getFileName().toString())
                    .filter(name -> name.endsWith(".tar"))
                    .map(name -> name.substring(0, name.length() - ".tar".length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder(String namespace) {
        return folder(parts, namespace);
    }

    private static Path folder(IntegrationEnvironment parts, String namespace) {
        return parts.store()
                .resolve(IntegrationEnvironment.SITE)
                .resolve(namespace)
                .resolve("management");
    }

    private static String fill(IntegrationEnvironment parts, String namespace, int size) {
        try {
            var folder = Files.createDirectories(folder(parts, namespace));
            for (int i = 0; i < size; i++) {
                var time = TIME.format(OLDEST.plusSeconds((long) i * APART));
                var name = "management-82b290a2-%s-%08x.tar".formatted(time, i);
                try (var file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
                    file.setLength(SIZE);
                }
            }
            return namespace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
