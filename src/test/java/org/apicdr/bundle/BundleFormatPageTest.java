package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apicdr.bundle.PublishedFormatReader.Field;
import org.apicdr.bundle.VerdictMarkerCodec.VerdictMarker;
import org.apicdr.capture.CaptureTrigger;
import org.apicdr.crypto.AgeRecipients;
import org.apicdr.crypto.AllowedSigners;
import org.apicdr.crypto.SshPublicKey;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.MarkdownFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That docs/bundle-format.md suffices to read and verify a bundle, and that its tables and its example are those of the code. */
@Tag("docs")
class BundleFormatPageTest {

    private static final String PAGE = "docs/bundle-format.md";

    private static final Instant CREATED_AT = Instant.parse("2026-11-22T03:00:00Z");

    private static final String LINEAGE = "0c4f5b0e-8f0b-4d9c-9a51-1f6d2f1f6a11";

    private static final String EXAMPLE = "Example";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final byte[] SEED = seed();

    private final String page = read(PAGE);

    private final MarkdownFile blocks = MarkdownFile.of(page);

    private final PublishedFormatReader reader = new PublishedFormatReader(
            table("## The file", "offset").stream()
                    .map(row -> new Field(
                            Integer.parseInt(row.get(0)), Integer.parseInt(row.get(1)), row.get(2), row.get(3)))
                    .toList(),
            table("## The file", "entry").stream().map(row -> plain(row.get(0))).toList());

    @Test
    void the_fields_of_a_header_fill_a_block() {
        int end = 0;
        for (var field : reader.fields()) {
            assertThat(field.offset()).isEqualTo(end);
            end += field.length();
        }
        assertThat(end).isEqualTo(512);
    }

    @Test
    void suffices_to_read_and_verify_a_bundle(@TempDir Path dir) throws IOException, GeneralSecurityException {
        var forge = new BundleForge(dir);
        var settings = "name: \"management\"\n".getBytes(UTF_8);
        var forged = forge.of(CREATED_AT, Map.of("management/settings.yaml", settings));

        var contents = reader.read(forged.file(), CREATED_AT);

        var signer = PublishedFormatReader.verify(
                content(contents, "manifest.json.sig"), content(contents, "manifest.json"));
        assertThat(Base64.getEncoder().encodeToString(PublishedFormatReader.keyBlob(signer)))
                .isEqualTo(forge.seals().signingKey().publicKey().encoded());
        var manifest = MAPPER.readTree(content(contents, "manifest.json"));
        for (var part : List.of("recovery", "payload")) {
            var described = manifest.path(part);
            var content = content(contents, described.path("name").asText());
            assertThat(described.path("sizeBytes").asInt()).isEqualTo(content.length);
            assertThat(described.path("sha256").asText()).isEqualTo(PublishedFormatReader.sha256(content));
        }
        var sealed = content(contents, "payload.tar.gz.age");
        assertThat(manifest.at("/payload/recipients")).hasSize((int) new String(sealed, ISO_8859_1)
                .lines()
                .takeWhile(line -> !line.startsWith("---"))
                .filter(line -> line.startsWith("-> "))
                .count());
        var entries = reader.unpack(forge.seals()
                .identity()
                .orElseThrow()
                .open(new ByteArrayInputStream(sealed))
                .readAllBytes());
        assertThat(entries).containsOnlyKeys("management/settings.yaml", "contents.json");
        var index = MAPPER.readTree(content(entries, "contents.json")).path("entries");
        assertThat(index).hasSize(1);
        assertThat(index.at("/0/name").asText()).isEqualTo("management/settings.yaml");
        assertThat(index.at("/0/sizeBytes").asInt()).isEqualTo(settings.length);
        assertThat(index.at("/0/sha256").asText()).isEqualTo(PublishedFormatReader.sha256(settings));
    }

    @Test
    void suffices_to_compute_fingerprints_and_verdict_markers(@TempDir Path dir)
            throws IOException, GeneralSecurityException {
        var key = new BundleForge(dir).seals().signingKey();
        var seed = seed(dir.resolve("signer"));
        var publicKey = publicKey(key.publicKey().encoded());
        var fingerprints = key.fingerprints(LINEAGE);
        var secret = Samples.object("""
                {"kind": "Secret", "metadata": {"name": "a"}, "type": "Opaque", "data": {"user": "YWRtaW4=", "Key-1": "AAH/"}}""");
        var configMap = Samples.object("""
                {"kind": "ConfigMap", "metadata": {"name": "b"}, "data": {"z": "caf\u00e9"}, "binaryData": {"a": "AAH/"}}""");
        var settings = Samples.object("""
                {"name": "management", "databaseBackup": {"port": 22, "path": "/a"}}""");

        assertThat(ManifestEntryFactory.fingerprint(secret, fingerprints))
                .hasToString(PublishedFormatReader.fingerprint(
                        seed,
                        publicKey,
                        LINEAGE,
                        "a",
                        "Opaque",
                        new TreeMap<>(Map.of("user", bytes("admin"), "Key-1", new byte[] {0, 1, -1}))));
        assertThat(ManifestEntryFactory.configMapFingerprint(configMap, fingerprints))
                .hasToString(PublishedFormatReader.fingerprint(
                        seed,
                        publicKey,
                        LINEAGE,
                        "b",
                        "ConfigMap",
                        new TreeMap<>(Map.of("z", bytes("caf\u00e9"), "a", new byte[] {0, 1, -1}))));
        assertThat(ManifestEntryFactory.settingsFingerprint(settings, fingerprints))
                .hasToString(PublishedFormatReader.fingerprint(
                        seed,
                        publicKey,
                        LINEAGE,
                        "settings",
                        "apic-dr/settings",
                        new TreeMap<>(Map.of(
                                "name", bytes("management"),
                                "databaseBackup.port", bytes("22"),
                                "databaseBackup.path", bytes("/a")))));
        var words = new String[] {"prod-dc1", "apic", "management", "id", "20261122T040506Z", "pass"};
        assertThat(key.verdictTags().of(List.of(words))).isEqualTo(PublishedFormatReader.tag(seed, words));
    }

    @Test
    void the_example_is_an_authentic_bundle() throws IOException, CorruptBundleException {
        var file = exampleFile();
        var contents = ArchiveReader.read(new ByteArrayInputStream(file), OutputStream.nullOutputStream());
        var manifest = ManifestFile.read(contents.manifest()).manifest();
        var bundle = new StoredBundle(new SubsystemRef("apic", "management"), manifest.id(), file.length);
        var signers =
                AllowedSigners.NONE.with(new SshPublicKey(example("public key").split(" ", -1)[1]));

        var check = new AuthenticityCheck("prod-dc1", signers, CREATED_AT);
        var signed = check.checkManifest(bundle, contents.manifest(), contents.signature());
        var found = check.check(bundle, signed, contents, 1);

        assertThat(found.describeFailures()).isEmpty();
        assertThat(example("file"))
                .isEqualTo("/bundles/prod-dc1/apic/management/" + manifest.id().fileName());
        assertThat(example("principal")).isEqualTo("prod-dc1/apic/management");
        assertThat(ManifestFile.of(manifest).bytes()).isEqualTo(contents.manifest());
    }

    @Test
    void the_example_is_what_the_page_says() throws GeneralSecurityException {
        var file = exampleFile();
        var manifest = block("json", 0);
        var publicKey = publicKey(example("public key").split(" ", -1)[1]);

        assertThat(block("text", 0)).isEqualTo(PublishedFormatReader.sign(SEED, publicKey, bytes(manifest)));
        assertThat(example("kid")).isEqualTo(PublishedFormatReader.kid(publicKey));
        assertThat(example("file size")).isEqualTo(number(file.length));
        assertThat(example("SHA-256 of the file")).isEqualTo(PublishedFormatReader.sha256(file));
        var secret = PublishedFormatReader.fingerprint(
                SEED,
                publicKey,
                LINEAGE,
                "management-atm-cred",
                "Opaque",
                new TreeMap<>(Map.of("password", bytes("s3cret"), "user", bytes("admin"))));
        assertThat(example("Secret")).isEqualTo(secret);
        assertThat(manifest).contains(secret, settings(publicKey));
        var marker = VerdictMarker.parse(example("marker").substring(".verified/".length()))
                .orElseThrow();
        var fields = marker.signedFields("prod-dc1", new SubsystemRef("apic", "management"));
        assertThat(marker.tag()).isEqualTo(PublishedFormatReader.tag(SEED, fields.toArray(String[]::new)));
        assertThat(block("text", 2)).isEqualTo(dump(Arrays.copyOf(file, 512)));
    }

    @Test
    void a_strict_reader_notices_every_changed_byte_of_the_example() throws GeneralSecurityException {
        var file = exampleFile();
        var before = digests(file);
        for (int at = 0; at < file.length; at++) {
            file[at] ^= 1;
            assertThat(digests(file)).as("byte %d", at).isNotEqualTo(before);
            file[at] ^= 1;
        }
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("### Members of the manifest", Manifest.class),
                Arguments.of("### Members of `producer`", Manifest.Producer.class),
                Arguments.of("### Members of `subsystems[]`", Manifest.Entry.class),
                Arguments.of("### Members of `subsystems[].secrets[]`", Manifest.Secret.class),
                Arguments.of("### Members of `subsystems[].configMaps[]`", Manifest.ConfigMap.class),
                Arguments.of("### Members of `subsystems[].references[]`", ReferencedObject.class),
                Arguments.of("### Members of `recovery`", Manifest.FileDigest.class),
                Arguments.of("### Members of `payload`", Manifest.PayloadDigest.class),
                Arguments.of("### Members of `previous` and `resealedFrom`", Manifest.Reference.class));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void names_every_member_of_the_manifest_and_whether_it_must_be_there(String heading, Class<?> type) {
        var documented = table(heading, "member").stream()
                .map(row -> plain(row.get(0)) + " " + row.get(2))
                .toList();

        assertThat(documented)
                .isEqualTo(Arrays.stream(type.getRecordComponents())
                        .map(component -> component.getName() + (isOptional(component) ? " no" : " yes"))
                        .toList());
    }

    @Test
    void names_every_record_of_the_manifest() {
        var named = tables().map(arguments -> arguments.get()[1]).toList();

        assertThat(named).contains((Object[]) Manifest.class.getDeclaredClasses());
    }

    @Test
    void names_every_word_of_the_manifest() {
        assertThat(content("### Members of the manifest", "trigger"))
                .contains(quoted(CaptureTrigger.values(), CaptureTrigger::toString))
                .contains("`reseal`");
        assertThat(content("### Members of `subsystems[].secrets[]`", "role"))
                .contains(quoted(SecretRole.values(), BundleFormatPageTest::word));
        assertThat(content("### Members of `subsystems[].references[]`", "treatment"))
                .contains(quoted(Treatment.values(), BundleFormatPageTest::word));
        assertThat(page).contains("`verdict` is `pass`, `warn` or `fail`");
        assertThat(Verdict.values()).hasSize(3);
        assertThat(page).contains(BundleId.FORMAT);
    }

    @Test
    void names_the_bounds_of_the_code() {
        var documented = new TreeMap<String, String>();
        table("## Bounds", "what")
                .forEach(row -> documented.put(plain(row.get(0)), row.get(1).replaceAll("[^0-9,].*", "")));

        assertThat(documented)
                .containsEntry("the file", number(BundleArchiveWriter.MAX_FILE))
                .containsEntry("RECOVERY.md", number(BundleArchiveWriter.MAX_RECOVERY))
                .containsEntry("manifest.json", number(BundleArchiveWriter.MAX_MANIFEST))
                .containsEntry("manifest.json.sig", number(BundleArchiveWriter.MAX_SIGNATURE))
                .containsEntry("payload.tar.gz.age", number(BundleArchiveWriter.MAX_PAYLOAD))
                .containsEntry("header of the age file", number(AgeRecipients.MAX_HEADER_LENGTH))
                .containsEntry(
                        "payload, decompressed: the sum of the sizes of its entries", number(Payload.MAX_UNPACKED))
                .containsEntry("entries of the payload, contents.json included", number(Payload.MAX_ENTRIES))
                .containsEntry("contents.json", number(Payload.MAX_CONTENTS))
                .containsEntry("id", number(BundleId.MAX_LENGTH));
        for (var row : table("## The file", "entry")) {
            assertThat(row.get(2)).startsWith(documented.get(plain(row.get(0))) + " ");
        }
    }

    @Test
    void describes_the_version_that_the_service_writes() {
        assertThat(table("# Bundle format", "version"))
                .last()
                .extracting(row -> row.get(0))
                .isEqualTo(Manifest.FORMAT_VERSION);
    }

    private List<String> digests(byte[] file) throws GeneralSecurityException {
        var digests = new ArrayList<String>();
        try {
            for (var content : reader.read(file, CREATED_AT).values()) {
                digests.add(PublishedFormatReader.sha256(content));
            }
        } catch (IllegalArgumentException refused) {
            return List.of();
        }
        return digests;
    }

    private byte[] exampleFile() {
        var contents = new LinkedHashMap<String, byte[]>();
        contents.put("RECOVERY.md", bytes(block("markdown", 0)));
        contents.put("manifest.json", bytes(block("json", 0)));
        contents.put("manifest.json.sig", bytes(block("text", 0)));
        contents.put("payload.tar.gz.age", bytes(block("text", 1)));
        return reader.write(contents, CREATED_AT);
    }

    /** The fingerprint of the settings that the page shows. */
    private String settings(byte[] publicKey) throws GeneralSecurityException {
        var data = new TreeMap<String, byte[]>();
        for (var member : Yaml.read(bytes(block("yaml", 0))).properties()) {
            if (member.getValue().isObject()) {
                member.getValue()
                        .properties()
                        .forEach(part -> data.put(
                                member.getKey() + "." + part.getKey(),
                                bytes(part.getValue().asText())));
            } else {
                data.put(member.getKey(), bytes(member.getValue().asText()));
            }
        }
        return PublishedFormatReader.fingerprint(SEED, publicKey, LINEAGE, "settings", "apic-dr/settings", data);
    }

    private String block(String language, int index) {
        return blocks.texts(EXAMPLE, language).get(index);
    }

    /** The value of a row of the example that begins so. */
    private String example(String what) {
        return table("## " + EXAMPLE, "what").stream()
                .filter(row -> row.get(0).equals(what) || row.get(0).startsWith(what + " `"))
                .map(row -> plain(row.get(1)).replaceAll(" bytes$", ""))
                .findFirst()
                .orElseThrow();
    }

    private String content(String heading, String member) {
        return table(heading, "member").stream()
                .filter(row -> plain(row.get(0)).equals(member))
                .map(row -> row.get(4))
                .findFirst()
                .orElseThrow();
    }

    /** The rows of the table below a heading whose first column has that name. */
    private List<List<String>> table(String heading, String column) {
        return page.lines()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("| " + column + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static String plain(String cell) {
        return cell.replace("`", "");
    }

    private static <T> List<String> quoted(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(value -> "`" + word.apply(value) + "`").toList();
    }

    private static String word(Enum<?> value) {
        return MAPPER.convertValue(value, String.class);
    }

    private static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static byte[] content(Map<String, byte[]> contents, String name) {
        return contents.getOrDefault(name, new byte[0]);
    }

    /** The lines of 16 bytes that are not all zero. */
    private static String dump(byte[] block) {
        var text = new StringBuilder();
        for (int at = 0; at < block.length; at += 16) {
            var line = Arrays.copyOfRange(block, at, at + 16);
            if (!Arrays.equals(line, new byte[16])) {
                text.append("%04d  %s  %s%n"
                        .formatted(
                                at,
                                HexFormat.ofDelimiter(" ").formatHex(line),
                                new String(line, ISO_8859_1).replaceAll("[^ -~]", ".")));
            }
        }
        return text.toString();
    }

    private static byte[] publicKey(String encoded) {
        var blob = Base64.getDecoder().decode(encoded);
        return Arrays.copyOfRange(blob, blob.length - 32, blob.length);
    }

    /** The seed stands in the file after its own length and that of the pair of keys: 64 bytes. */
    private static byte[] seed(Path file) {
        var blob = Base64.getMimeDecoder().decode(read(file.toString()).replaceAll("-----.*-----", ""));
        int start = new String(blob, ISO_8859_1).indexOf("\0\0\0@") + 4;
        return Arrays.copyOfRange(blob, start, start + 32);
    }

    private static byte[] seed() {
        var seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        return seed;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
