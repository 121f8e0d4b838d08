package org.apicdr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.MarkdownFile.Block;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.Sample;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The worst day: a bundle, what was kept off the cluster, public tools, and nothing of ours. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("docs")
@Order(1)
class RecoveryByHandIT {

    /** Those that the guide names, and what every shell has beside it. */
    private static final List<String> TOOLS = List.of(
            "age",
            "cut",
            "find",
            "grep",
            "gzip",
            "mkdir",
            "mktemp",
            "openssl",
            "rm",
            "sed",
            "sh",
            "sha256sum",
            "shasum",
            "shred",
            "ssh-keygen",
            "tar",
            "tr");

    private static final DateTimeFormatter PORTAL_BACKUP_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd.HHmmss").withZone(ZoneOffset.UTC);

    private final KubeApi api;
    private final Map<Sample, SampleSubsystem> subsystems;
    private final IntegrationEnvironment parts;
    private final RunningService service;
    private final ApiClient apiClient;
    private final SampleSubsystem subsystem;
    private final SampleSubsystem other;
    private final String portalBackup;
    private final String older;
    private final String newer;
    private final String othersBundle;

    RecoveryByHandIT(KubeApi api) {
        this.api = api;
        api.installCrds();
        this.parts = IntegrationEnvironment.start(api);
        this.subsystems = Stream.of(Sample.values())
                .collect(Collectors.toMap(
                        sample -> sample, sample -> sample.create(api.client(), api.namespace("source"))));
        this.service = parts.service(
                subsystems.values().stream().map(SampleSubsystem::namespace).toList());
        this.apiClient = new ApiClient(service);
        this.subsystem = requireNonNull(subsystems.get(Sample.RELEASE_10_0_5));
        this.other = requireNonNull(subsystems.get(Sample.RELEASE_10_0_1));
        this.portalBackup = PORTAL_BACKUP_ID.format(Instant.now());
        backUpPortal();
        this.older = apiClient.captures(subsystem);
        this.newer = apiClient.captures(subsystem);
        this.othersBundle = apiClient.captures(other);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RELEASE_10_0_1, BUSYBOX, 20210302-030015F",
        "RELEASE_10_0_5, SYSTEM, 20240601-030015F",
        "RELEASE_12_1, SYSTEM, 20250110T030015",
        "OWN_NAMES, BUSYBOX, 20250201T013011",
    })
    void needs_only_the_commands_in_the_bundle(Sample sample, Shell shell, String databaseBackup, @TempDir Path folder)
            throws IOException {
        var source = requireNonNull(subsystems.get(sample));
        var id = apiClient.captures(source);
        var target = "by-hand-%s-%s"
                .formatted(shell, Integer.toHexString(id.hashCode()))
                .toLowerCase(Locale.ROOT);
        takeFromStore(source, id, folder);
        Files.writeString(
                folder.resolve("allowed_signers"),
                apiClient.get("/api/v1/trust").path("allowedSigners") + "\n");

        Command.Result result;
        try (var operators = new RecoveringOperators(api.client(), source.namespace(), target)) {
            operators.start(databaseBackup);
            result = run(
                    shell,
                    folder,
                    Map.of(
                            "POLL",
                            "0.2",
                            "PAUSE",
                            "0",
                            "KUBECONFIG",
                            api.kubeconfig(folder).toString()),
                    "set -eu",
                    filled(commandsOf(folder, id), source.namespace(), target));
        }

        assertThat(result.stderr().lines()).allMatch(line -> line.contains("  ManagementBackup of " + databaseBackup));
        assertThat(result.exit()).isZero();
        assertThat(oks(result)).hasSizeGreaterThanOrEqualTo(6);
        assertRestored(source, target, databaseBackup);
        assertThat(result.stdout())
                .containsPattern("(?m)^OK: .*/%s.tar is a signed bundle of %s\\. Its files are in D="
                        .formatted(id, principal(source)));
        var expected = Stream.of(
                        List.of(source.secrets().encryption(), source.secrets().backup()),
                        source.secrets().credentials(),
                        source.secrets().portal())
                .flatMap(List::stream)
                .toList();
        assertThat(secretNames(target)).containsExactlyInAnyOrderElementsOf(expected);
        for (var name : expected) {
            assertThat(secret(target, name).path("data"))
                    .isEqualTo(secret(source.namespace(), name).path("data"));
            assertThat(secret(target, name).path("type"))
                    .isEqualTo(secret(source.namespace(), name).path("type"));
        }
        assertRecovered(source, target);
        assertNothingIsOpen(folder);
    }

    @ParameterizedTest
    @EnumSource
    void the_sheet_checks_a_bundle_and_the_guide_opens_and_wipes_it(Shell shell, @TempDir Path folder)
            throws IOException {
        var file = put(folder, newer, stored(newer));

        var result = run(shell, folder, sheet(file), open(), "ls \"$D\"; ls \"$D/payload/management/secrets\"", wipe());

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines())
                .containsSubsequence(
                        subsystem.secrets().encryption() + ".yaml", "OK: No unencrypted secret is left in " + d(result))
                .contains("payload", "payload.tar.gz.age")
                .doesNotContain("payload.tar.gz");
        assertThat(oks(result)).hasSize(3);
        assertNothingIsOpen(folder);
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void what_is_not_the_expected_bundle_is_rejected(Shell shell, Wrong wrong, @TempDir Path folder)
            throws IOException {
        var file = put(folder, wrong.id, wrong.bytes);

        var result = run(shell, folder, sheet(file), open(), "echo \"still here: D=[$D]\"");

        assertThat(stops(result))
                .hasSize(2)
                .first(STRING)
                .startsWith("STOP: Bundle rejected: ")
                .contains(wrong.reason)
                .contains("Do not use it. ");
        assertThat(stops(result)).last(STRING).startsWith("STOP: Payload not opened: D is not the folder");
        assertThat(result.stdout()).isEqualTo("still here: D=[]\n");
        assertNothingIsUnpacked(folder);
    }

    private Stream<Arguments> wrongs() throws IOException {
        var honest = TarMembers.read(stored(newer));
        var planted = "payload/management/secrets/planted.yaml";
        var signature = "its signature is not valid for " + principal(subsystem) + " (";
        var elsewhere = signedByAnotherKey(honest);
        var wrongs = new ArrayList<>(List.of(
                new Wrong("older bundle under a newer name", newer, stored(older), "but holds the bundle " + older),
                new Wrong("newer bundle under the older name", older, stored(newer), "but holds the bundle " + newer),
                new Wrong("renamed to no id", "bundle", stored(newer), "the file is named bundle.tar, but holds"),
                new Wrong(
                        "of another subsystem",
                        othersBundle,
                        Files.readAllBytes(parts.store(other).resolve(othersBundle + ".tar")),
                        "it is a bundle of %s, not of %s".formatted(principal(other), principal(subsystem))),
                members("one member more", honest.with("zz-run-me.sh", "")),
                members("planted in payload/", honest.with(planted, "")),
                members("planted first", honest.with(0, planted, "")),
                members("RECOVERY.md twice", honest.with("RECOVERY.md", "# Forged")),
                new Wrong("pipe", newer, honest.withPipe("RECOVERY.md").write(), "RECOVERY.md in it is not a file"),
                new Wrong("signed by another key", newer, elsewhere.write(), signature),
                new Wrong("cut off", newer, Arrays.copyOf(stored(newer), 20_000), "tar cannot read it"),
                new Wrong("no tar", newer, "no tar at all".getBytes(UTF_8), "tar cannot read it")));
        var signed = "%s is not the file that was signed";
        wrongs.add(flipped(honest, "RECOVERY.md", signed.formatted("RECOVERY.md")));
        wrongs.add(flipped(honest, "payload.tar.gz.age", signed.formatted("payload.tar.gz.age")));
        wrongs.add(flipped(honest, "manifest.json", signature));
        wrongs.add(flipped(honest, "manifest.json.sig", signature));
        for (var member : honest.members()) {
            wrongs.add(members("without " + member.name(), honest.without(member.name())));
        }
        return Stream.of(Shell.values()).flatMap(shell -> wrongs.stream().map(wrong -> arguments(shell, wrong)));
    }

    @Test
    void neither_a_portal_nor_another_value_passes_for_the_subsystem(@TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));
        var portal = manifest().at("/subsystems/1/name").asText();
        assertThat(portal).isNotEmpty();

        for (var owner : List.of(
                List.of(subsystem.namespace(), portal),
                List.of(portal, subsystem.name()),
                List.of(subsystem.name(), subsystem.namespace()),
                List.of(subsystem.namespace(), subsystem.name() + "/x"),
                List.of("", ""),
                List.of("*", "*"))) {
            var result = run(Shell.SYSTEM, folder, sheet(file, owner.get(0), owner.get(1)));

            assertThat(stops(result))
                    .singleElement(STRING)
                    .contains("it is a bundle of %s, not of ".formatted(principal(subsystem)));
            assertNothingIsUnpacked(folder);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "sed", "tr", "cut", "mktemp", "ssh-keygen"})
    void a_missing_tool_is_named_and_says_nothing_about_the_bundle(String tool, @TempDir Path folder)
            throws IOException {
        var file = put(folder, newer, stored(newer));

        var result = run(Shell.SYSTEM, folder, path(tool), sheet(file));

        assertThat(stops(result))
                .containsExactly("STOP: Bundle not checked: %s is missing. Install it, then paste all commands again."
                        .formatted(tool));
        assertThat(result.exit()).isNotZero();
        assertNothingIsUnpacked(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256sum", "sha256sum shasum"})
    void another_tool_computes_the_digests(String missing, @TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));
        var changed = put(
                folder,
                older,
                TarMembers.read(stored(older)).flipped("RECOVERY.md").write());
        var environment = path(missing.split(" ", -1));

        assertThat(oks(run(Shell.SYSTEM, folder, environment, sheet(file)))).hasSize(1);
        assertThat(stops(run(Shell.SYSTEM, folder, environment, sheet(changed))))
                .singleElement(STRING)
                .contains("RECOVERY.md is not the file that was signed");
    }

    @Test
    void without_any_tool_for_digests_nothing_is_said_about_the_bundle(@TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));

        var missing = run(Shell.SYSTEM, folder, path("sha256sum", "shasum", "openssl"), sheet(file));
        var broken = run(Shell.SYSTEM, folder, pathWith("sha256sum", "exit 1"), sheet(file));

        assertThat(stops(missing))
                .singleElement(STRING)
                .startsWith("STOP: Bundle not checked: sha256sum, shasum and openssl are missing.");
        assertThat(stops(broken))
                .singleElement(STRING)
                .startsWith("STOP: Bundle not checked: the SHA-256 of RECOVERY.md cannot be computed.");
        assertNothingIsUnpacked(folder);
    }

    @Test
    void an_ssh_keygen_that_is_too_old_is_not_taken_for_a_wrong_signature(@TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));

        var old = pathWith("ssh-keygen", "echo 'unknown option -- Y' >&2; exit 1");
        var result = run(Shell.SYSTEM, folder, old, sheet(file));

        assertThat(stops(result))
                .singleElement(STRING)
                .startsWith("STOP: Bundle not checked: this ssh-keygen is too old. Install OpenSSH 8.1 or newer,");
    }

    @Test
    void values_that_are_not_filled_in_are_asked_for(@TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));
        var sheet = String.join("\n", trust().getList("commands", String.class));
        var withoutBundle = fill(fill(sheet, "NAMESPACE", subsystem.namespace()), "CLUSTER", subsystem.name());
        var withoutIdentity = fill(withoutBundle, "BUNDLE", file.toString());

        assertThat(stops(run(Shell.SYSTEM, folder, sheet)))
                .singleElement(STRING)
                .startsWith("STOP: Bundle not checked: NAMESPACE or CLUSTER is not filled in.");
        assertThat(stops(run(Shell.SYSTEM, folder, withoutBundle)))
                .singleElement(STRING)
                .startsWith("STOP: Bundle not checked: BUNDLE=FILL IN: absolute path of the bundle");
        assertThat(stops(run(Shell.SYSTEM, folder, withoutIdentity, open())))
                .singleElement(STRING)
                .startsWith("STOP: Payload not opened: IDENTITY=FILL IN: absolute path of an age identity");
    }

    @Test
    void the_guide_says_which_file_is_not_in_this_folder(@TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));
        var elsewhere = Files.createDirectory(folder.resolve("opened"));
        var check = guide().texts("1. Check the bundle", "sh");

        assertThat(stops(run(Shell.SYSTEM, elsewhere, check.get(0), check.get(1))))
                .hasSize(2)
                .last(STRING)
                .startsWith("STOP: Bundle not checked: BUNDLE=%s/".formatted(elsewhere));
        assertThat(stops(run(Shell.SYSTEM, folder, check.get(0), check.get(1))))
                .hasSize(2)
                .last(STRING)
                .startsWith("STOP: Bundle not checked: SIGNERS=%s/allowed_signers is not a file, or is empty."
                        .formatted(folder));
        // the sheet has made the file
        assertThat(oks(run(Shell.SYSTEM, folder, sheet(file), check.get(0), check.get(1))))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void all_of_it_can_be_done_twice_and_from_another_folder(Shell shell, @TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));
        var elsewhere = "mkdir opened payload; cd opened; mkdir opened payload; touch manifest.json payload.tar.gz";

        var result = run(
                shell,
                folder,
                elsewhere,
                sheet(file),
                open(),
                sheet(file),
                open(),
                open(),
                wipe(),
                wipe(),
                open(),
                wipe());

        assertThat(stops(result))
                .singleElement(STRING)
                .startsWith("STOP: Payload not opened: %s/payload is there already.".formatted(d(result)));
        assertThat(oks(result)).hasSize(8);
        var first = d(result.stdout()
                .lines()
                .filter(line -> line.contains("Its files are in D="))
                .findFirst()
                .orElseThrow());
        assertThat(first).isNotEqualTo(d(result));
        assertThat(run(shell, folder, "D=" + first, wipe()).exit()).isZero();
        assertNothingIsOpen(folder);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_identity_leaves_nothing_and_another_one_opens(Shell shell, @TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));
        Command.run(folder, "age-keygen", "-o", "stranger.txt");
        var right = "IDENTITY=" + parts.identity("offline");

        var result = run(
                shell, folder, sheet(file), "IDENTITY=$PWD/stranger.txt", open(), "ls \"$D\"", right, open(), wipe());

        assertThat(stops(result))
                .containsExactly(
                        "STOP: Payload not opened: age failed with the identity %s/stranger.txt, see its message"
                                        .formatted(folder)
                                + " above. Try the identity of another recipient.");
        assertThat(result.stderr()).contains("no identity matched any of the recipients");
        assertThat(result.stdout().lines().skip(1).limit(5).toList())
                .startsWith("RECOVERY.md", "manifest.json", "manifest.json.sig", "payload.tar.gz.age")
                .last(STRING)
                .startsWith("OK: The payload is open");
        assertNothingIsOpen(folder);
    }

    @Test
    void a_payload_that_cannot_be_unpacked_is_not_left_in_the_clear(@TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));

        var broken = run(Shell.SYSTEM, folder, pathWith("gzip", "exit 1"), sheet(file), open());
        var missing = run(Shell.SYSTEM, folder, path("age"), sheet(file), open());

        assertThat(stops(broken)).singleElement(STRING).startsWith("STOP: Payload not opened: tar failed");
        assertThat(stops(missing)).singleElement(STRING).startsWith("STOP: Payload not opened: age is missing.");
        assertNothingIsOpen(folder);
    }

    @Test
    void the_guide_opens_no_other_bundle_than_its_own(@TempDir Path folder) throws IOException {
        var file = put(folder, older, stored(older));

        var result = run(Shell.SYSTEM, folder, sheet(file), open());

        assertThat(oks(result)).hasSize(1);
        assertThat(stops(result))
                .singleElement(STRING)
                .startsWith("STOP: Payload not opened: D is not the folder of the checked bundle %s.".formatted(newer));
        assertNothingIsOpen(folder);
    }

    @Test
    void nothing_stays_if_there_is_no_shred(@TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));

        var result = run(Shell.SYSTEM, folder, path("shred"), sheet(file), open(), ": > \"$D/payload.tar.gz\"", wipe());

        assertThat(result.stderr()).isEmpty();
        assertThat(oks(result)).hasSize(3);
        assertNothingIsOpen(folder);
    }

    @Test
    void what_cannot_be_removed_is_reported(@TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));
        var broken = pathWith("rm", "exit 1");
        Files.delete(Path.of(requireNonNull(broken.get("PATH"))).resolve("shred"));

        var result = run(Shell.SYSTEM, folder, broken, sheet(file), open(), wipe());

        assertThat(stops(result))
                .containsExactly(
                        "STOP: Payload opened, but %s/payload.tar.gz is still there. Remove it by hand: it is not encrypted."
                                .formatted(d(result)),
                        "STOP: Wiping failed: secrets are still in %1$s. Remove %1$s/payload and %1$s/payload.tar.gz by hand."
                                .formatted(d(result)));
        assertThat(oks(result)).hasSize(1);
    }

    @Test
    void a_shred_overwrites_all_that_was_opened(@TempDir Path folder) throws IOException {
        var file = put(folder, newer, stored(newer));
        var recording = pathWith("shred", "echo \"$@\" >> " + folder.resolve("shredded"));

        var result = run(Shell.SYSTEM, folder, recording, sheet(file), open(), wipe());

        assertThat(oks(result)).hasSize(3);
        assertThat(folder.resolve("shredded"))
                .content()
                .contains(d(result) + "/payload.tar.gz")
                .contains(d(result)
                        + "/payload/management/secrets/%s.yaml"
                                .formatted(subsystem.secrets().encryption()));
        assertNothingIsOpen(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh -i", "bash --norc -i", "busybox sh -i"})
    void a_failure_does_not_close_the_shell_that_it_is_pasted_into(String shell, @TempDir Path folder)
            throws IOException {
        Command.require(shell.split(" ", -1)[0]);
        var renamed = put(folder, older, stored(newer));
        var good = put(folder, newer, stored(newer));
        var script = Files.writeString(
                folder.resolve("script"),
                String.join("\n", sheet(renamed), open(), wipe(), sheet(good), open(), wipe(), "echo still here", ""));

        var command = new ArrayList<>(List.of("env", "PS1=", "PS2=", "TMPDIR=" + temporary(folder)));
        command.addAll(List.of(shell.split(" ", -1)));
        var result = Command.feed(folder, script, command.toArray(String[]::new));

        assertThat(result.stderr()).contains("STOP: Bundle rejected: ", "STOP: Payload not", "STOP: Nothing wiped: ");
        assertThat(oks(result)).hasSize(3);
        assertThat(result.stdout()).endsWith("still here\n");
        assertNothingIsOpen(folder);
    }

    /** A file that must not pass, under the name that it has on the operator's disk. */
    private static final class Wrong {

        private final String what;
        private final String id;
        private final byte[] bytes;
        private final String reason;

        Wrong(String what, String id, byte[] bytes, String reason) {
            this.what = what;
            this.id = id;
            this.bytes = bytes;
            this.reason = reason;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private Wrong members(String what, TarMembers tar) throws IOException {
        var names = tar.members().stream().map(TarMembers.Member::name).collect(Collectors.joining(" "));
        return new Wrong(
                what,
                newer,
                tar.write(),
                "it must hold RECOVERY.md manifest.json manifest.json.sig payload.tar.gz.age, but holds %s."
                        .formatted(names));
    }

    private Wrong flipped(TarMembers honest, String member, String reason) throws IOException {
        return new Wrong("bit of " + member, newer, honest.flipped(member).write(), reason);
    }

    /** The same bundle signed by a key that is not on the sheet. */
    private TarMembers signedByAnotherKey(TarMembers honest) throws IOException {
        var folder = Files.createTempDirectory(parts.folder(), "forger");
        SshKeygen.keyPair(folder.resolve("key"), "ed25519", "");
        Files.write(folder.resolve("manifest.json"), honest.content("manifest.json"));
        Command.run(folder, "ssh-keygen", "-Y", "sign", "-f", "key", "-n", "apic-dr", "manifest.json");
        return honest.replaced("manifest.json.sig", Files.readAllBytes(folder.resolve("manifest.json.sig")));
    }

    private byte[] stored(String id) throws IOException {
        return Files.readAllBytes(parts.store(subsystem).resolve(id + ".tar"));
    }

    private JsonNode manifest() throws IOException {
        return new ObjectMapper().readTree(TarMembers.read(stored(newer)).content("manifest.json"));
    }

    private static Path put(Path folder, String id, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(id + ".tar"), bytes);
    }

    private JsonPath trust() {
        return apiClient.get("/api/v1/trust").jsonPath();
    }

    /** What an operator pastes: the commands of the sheet, with values for this bundle. */
    private String sheet(Path bundle) {
        return sheet(bundle, subsystem.namespace(), subsystem.name());
    }

    private String sheet(Path bundle, String namespace, String cluster) {
        var sheet = String.join("\n", trust().getList("commands", String.class));
        sheet = fill(fill(sheet, "NAMESPACE", namespace), "CLUSTER", cluster);
        return fill(
                fill(sheet, "BUNDLE", bundle.toString()),
                "IDENTITY",
                parts.identity("offline").toString());
    }

    private static String fill(String sheet, String variable, String value) {
        var filled =
                sheet.replaceFirst("(?m)^%s='FILL IN: .*'$".formatted(variable), "%s='%s'".formatted(variable, value));
        assertThat(filled).isNotEqualTo(sheet);
        return filled;
    }

    private MarkdownFile guide() throws IOException {
        return MarkdownFile.of(new String(TarMembers.read(stored(newer)).content("RECOVERY.md"), UTF_8));
    }

    private String open() throws IOException {
        return guide().texts("5. Open the payload", "sh").get(0);
    }

    private String wipe() throws IOException {
        return guide().texts("9. Compare, then wipe what was opened", "sh").get(1);
    }

    private static Command.Result run(Shell shell, Path folder, String... blocks) throws IOException {
        return run(shell, folder, Map.of(), blocks);
    }

    private static Command.Result run(Shell shell, Path folder, Map<String, String> environment, String... blocks)
            throws IOException {
        var all = new HashMap<>(environment);
        all.put("TMPDIR", temporary(folder).toString());
        return shell.run(folder, all, String.join("\n", blocks));
    }

    private static Path temporary(Path folder) throws IOException {
        return Files.createDirectories(folder.resolve("tmp"));
    }

    /** A PATH to the tools that the guide asks for, without these. */
    private Map<String, String> path(String... missing) throws IOException {
        return Map.of("PATH", links(List.of(missing)).toString());
    }

    /** The same with a script in place of one of them. */
    private Map<String, String> pathWith(String tool, String script) throws IOException {
        var links = links(List.of(tool));
        var file = Files.writeString(links.resolve(tool), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return Map.of("PATH", links.toString());
    }

    private Path links(List<String> missing) throws IOException {
        var links = Files.createTempDirectory(parts.folder(), "bin");
        for (var tool : TOOLS) {
            if (!missing.contains(tool)) {
                Files.createSymbolicLink(links.resolve(tool), Command.find(tool));
            }
        }
        return links;
    }

    private static List<String> stops(Command.Result result) {
        return result.stderr().lines().filter(line -> line.startsWith("STOP: ")).toList();
    }

    private static List<String> oks(Command.Result result) {
        return result.stdout().lines().filter(line -> line.startsWith("OK: ")).toList();
    }

    /** The folder that the check named last. */
    private static String d(Command.Result result) {
        return result.stdout()
                .lines()
                .filter(line -> line.startsWith("OK: ") && line.contains("Its files are in D="))
                .reduce((first, last) -> last)
                .map(RecoveryByHandIT::d)
                .orElseThrow();
    }

    private static String d(String ok) {
        return ok.substring(ok.indexOf("D=") + 2);
    }

    private static String principal(SampleSubsystem source) {
        return "%s/%s/%s".formatted(IntegrationEnvironment.SITE, source.namespace(), source.name());
    }

    private static void assertNothingIsOpen(Path folder) throws IOException {
        try (var files = Files.walk(temporary(folder))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .noneMatch(
                            name -> name.equals("payload") || name.equals("payload.tar.gz") || name.endsWith(".yaml"));
        }
    }

    /** Only allowed_signers files are left. */
    private static void assertNothingIsUnpacked(Path folder) throws IOException {
        try (var files = Files.list(temporary(folder))) {
            assertThat(files).allMatch(Files::isRegularFile);
        }
    }

    /** The portal's operator finds the system backup that belongs to the newest backup of everything. */
    private void backUpPortal() {
        var record = new GenericKubernetesResource();
        record.setApiVersion("portal.apiconnect.ibm.com/v1beta1");
        record.setKind("PortalBackup");
        record.setMetadata(new ObjectMetaBuilder().withName("system-record").build());
        record.setAdditionalProperty("spec", Map.of("type", "system", "crType", "record", "portalCluster", "portal"));
        var created =
                api.client().resource(record).inNamespace(subsystem.namespace()).create();
        var status = Map.of(
                "phase", "Ready",
                "conditions", List.of(),
                "id", "",
                "message", "",
                "commentLeft", "",
                "backupId", portalBackup,
                "fullBackupName", "");
        created.setAdditionalProperty("status", status);
        api.client().resource(created).inNamespace(subsystem.namespace()).updateStatus();
    }

    private void assertRestored(SampleSubsystem source, String target, String databaseBackup) {
        var restores = api.json("managementrestores", target).path("items");
        assertThat(restores).hasSize(1);
        var spec = restores.get(0).path("spec");
        assertThat(spec.path("subsystemName").asText()).isEqualTo(source.name());
        assertThat(spec.has("mgmtEncKeyName")).isFalse();
        if (databaseBackup.endsWith("F")) {
            assertThat(spec.path("backupName").asText()).isEqualTo("record");
        } else {
            assertThat(spec.path("backupId").asText()).isEqualTo(databaseBackup);
            var block = api.json("managementclusters", source.namespace(), source.name())
                    .at("/spec/databaseBackup");
            assertThat(spec.at("/backup/path").asText())
                    .startsWith(block.path("path").asText() + "/")
                    .matches(".*/[a-z0-9-]+-db-20[0-9TZ:-]+");
            for (var setting : List.of("protocol", "host", "port", "credentials")) {
                assertThat(spec.path("backup").path(setting)).isEqualTo(block.path(setting));
            }
        }
        var portals = api.json("portalrestores", target).path("items");
        boolean hasPortal = source.equals(subsystem);
        assertThat(portals.findValuesAsText("timestamp")).isEqualTo(hasPortal ? List.of(portalBackup) : List.of());
        assertThat(portals.findValuesAsText("portalCluster")).isEqualTo(hasPortal ? List.of("portal") : List.of());
    }

    private void assertRecovered(SampleSubsystem source, String target) {
        var old = api.json("managementclusters", source.namespace(), source.name());
        var recovered = api.json("managementclusters", target, source.name());
        var originalUid =
                old.at("/spec/originalUID").asText(old.at("/metadata/uid").asText());
        assertThat(recovered.at("/spec/originalUID").asText()).isEqualTo(originalUid);
        for (var setting : List.of("siteName", "databaseBackup", "apiManagerEndpoint", "cloudManagerEndpoint")) {
            assertThat(recovered.path("spec").path(setting))
                    .isEqualTo(old.path("spec").path(setting));
        }
        assertThat(recovered.at("/spec/encryptionSecret/secretName").asText())
                .isEqualTo(source.secrets().encryption());
        assertThat(recovered.at("/spec/customApplicationCredentials").findValuesAsText("secretName"))
                .isSubsetOf(source.secrets().credentials())
                .hasSizeGreaterThanOrEqualTo(7);
    }

    private void takeFromStore(SampleSubsystem source, String id, Path folder) throws IOException {
        Files.copy(parts.store(source).resolve(id + ".tar"), folder.resolve(id + ".tar"));
    }

    /** The fenced commands of that very bundle's RECOVERY.md, in their order. */
    private String filled(String commands, String namespace, String target) {
        return fill(commands, "IDENTITY", parts.identity("offline").toString())
                .replace("NS='%s'\n".formatted(namespace), "NS='%s'\n".formatted(target));
    }

    private static String commandsOf(Path folder, String id) {
        var guide =
                Command.run(folder, "tar", "-xOf", id + ".tar", "RECOVERY.md").stdout();
        return MarkdownFile.of(guide).blocks().stream()
                .filter(block -> block.language().equals("sh"))
                .map(Block::text)
                .collect(Collectors.joining("\n"));
    }

    private List<String> secretNames(String namespace) {
        return api.json("secrets", namespace).path("items").findParents("metadata").stream()
                .map(secret -> secret.at("/metadata/name").asText())
                .toList();
    }

    private JsonNode secret(String namespace, String name) {
        return api.json("secrets", namespace, name);
    }
}
