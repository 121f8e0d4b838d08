package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.StrictJson;
import org.apicdr.bundle.Yaml;
import org.apicdr.recovery.plan.RecoveryPlan;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.MarkdownFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of RECOVERY.md that contain values of the resources, which a user of the cluster may have chosen. */
@Tag("docs")
class RecoveryGuideTest {

    private static final String HOSTILE =
            "a'; touch planted; $(touch planted) `touch planted` \"\\ \nEOF\ntouch planted";

    /** Prints what kubectl would be given. */
    private static final String KUBECTL = "kubectl() { cat; }";

    private static final String BACKUP = "20250110T030015";
    private static final String SERVER = "management-82b290a2-db-2024-11-25T221339Z";

    @TempDir
    Path folder;

    @Test
    void a_value_is_restored_as_it_is_and_runs_nothing() {
        var guide = guide(HOSTILE, SERVER);

        var result = run(guide, "BACKUP=" + BACKUP, "SERVER=" + SERVER);

        assertThat(result.stderr()).isEmpty();
        var restore = Yaml.read(result.stdout().getBytes(StandardCharsets.UTF_8));
        assertThat(restore.path("kind").asText()).isEqualTo("ManagementRestore");
        assertThat(restore.at("/metadata/name").asText()).isEqualTo("recover-20250110t030015");
        assertThat(restore.at("/spec/backupId").asText()).isEqualTo(BACKUP);
        assertThat(restore.at("/spec/backup/host").asText()).isEqualTo(HOSTILE);
        assertThat(restore.at("/spec/backup/path").asText()).isEqualTo(HOSTILE + "/" + SERVER);
        assertThat(restore.path("spec").has("mgmtEncKeyName")).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_old_key_is_named_in_the_restore() {
        var result = run(guide("host", SERVER), "BACKUP=" + BACKUP, "SERVER=" + SERVER, "OLD_KEY=enc-key-old");

        assertThat(Yaml.read(result.stdout().getBytes(StandardCharsets.UTF_8))
                        .at("/spec/mgmtEncKeyName")
                        .asText())
                .isEqualTo("enc-key-old");
    }

    @Test
    void the_secret_with_the_old_key_gets_another_name_and_keeps_its_data() throws IOException {
        var secret = new ObjectMapper()
                .readTree(
                        "{\"apiVersion\": \"v1\", \"data\": {\"name\": \"a2V5\"}, \"kind\": \"Secret\","
                                + " \"metadata\": {\"labels\": {\"name\": \"x\"}, \"name\": \"enc-key\"}, \"type\": \"Opaque\"}");
        var file = Files.createDirectories(folder.resolve("payload/management/secrets"))
                .resolve("enc-key.yaml");
        Files.write(file, Yaml.write(secret));
        var block = guide("host", SERVER)
                .texts("7. Management: the database", "shell")
                .get(0);

        var result = Command.run(
                folder,
                "sh",
                "-c",
                KUBECTL + "\nNS=apic\n" + block.replace("FILL IN: D of the bundle with the key", folder.toString()));

        assertThat(result.stderr()).isEmpty();
        var renamed = Yaml.read(result.stdout().getBytes(StandardCharsets.UTF_8));
        assertThat(renamed.at("/metadata/name").asText()).isEqualTo("enc-key-old");
        assertThat(renamed.path("data")).isEqualTo(secret.path("data"));
        assertThat(renamed.at("/metadata/labels")).isEqualTo(secret.at("/metadata/labels"));
    }

    @Test
    void a_value_that_is_not_filled_in_restores_nothing() {
        var result = run(guide("host", SERVER));

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("STOP: A value is missing (FILL IN: id of the database backup)."),
                        line -> assertThat(line).startsWith("STOP: A value is missing (FILL IN: folder of the backup"),
                        line -> assertThat(line)
                                .startsWith("STOP: Not restored: \"FILL IN: id of the database backup\" is not"));
    }

    @Test
    void a_backup_whose_names_could_run_something_is_not_offered() {
        assertThat(run(guide("host", SERVER), "echo \"$SERVER\"").stdout()).startsWith("FILL IN: folder");
        assertThat(chosen(guide("host", SERVER))).contains("(20250110T030015) echo '" + SERVER + "' ;;");
        assertThat(chosen(guide("host", "x'; touch planted; '"))).doesNotContain("planted", BACKUP);
    }

    /** The newest one is the choice, and its folder must be known. */
    @Test
    void the_newest_of_many_backups_are_listed() {
        var backups = IntStream.range(0, 300)
                .mapToObj(i -> Map.of("backupId", "20250110T%06d".formatted(i), "serverName", SERVER))
                .toList();

        var guide = guide("host", backups);

        assertThat(chosen(MarkdownFile.of(guide)))
                .contains("(20250110T000299) echo", "(20250110T000200) echo")
                .doesNotContain("T000199");
        assertThat(guide).contains("| 20250110T000299 |").doesNotContain("| 20250110T000199 |");
    }

    /** A re-sealed bundle has the payload, and so the plan, of the captured one. */
    @Test
    void the_recovery_points_are_those_of_the_plan_in_the_payload() {
        var management = ManifestFixture.entry("ManagementCluster", "management", "1", List.of());
        var point = Map.of(
                "databaseBackup",
                BACKUP,
                "takenAt",
                "2025-01-10T03:00:15Z",
                "portalBackups",
                List.of(Map.of("namespace", "apic", "portal", "portal", "id", "20250110.030020")),
                "gapSeconds",
                5,
                "state",
                "complete",
                "key",
                "certain",
                "usableWith",
                List.of("this bundle"),
                "reasons",
                List.of());

        assertThat(guide(management, plan(List.of(point))))
                .contains(
                        "| %s | 2025-01-10T03:00:15Z | apic/portal: 20250110.030020 | 5 s | certain | this bundle | complete |"
                                .formatted(BACKUP),
                        "BACKUP='%s'".formatted(BACKUP));
        assertThat(guide(management, "{}".getBytes(StandardCharsets.UTF_8)))
                .contains("**This bundle has no table of matching backups.** The payload has no recovery plan");
    }

    @Test
    void a_portal_backup_without_an_id_has_that_of_its_file() {
        var guide = guide(
                "host",
                List.of(
                        Map.of("backupId", "n/a", "fullBackupName", "host@org@catalog-20250110.030015.tar.gz"),
                        Map.of("backupId", "n/a", "fullBackupName", "")));

        assertThat(guide).contains("| nightly | Backup | 20250110.030015 |", "| nightly | Backup | n/a |");
    }

    /** The name of the database cluster comes from a status. */
    @Test
    void a_backup_is_taken_of_the_database_and_of_each_portal_after_the_recovery() {
        var management = ManifestFixture.entry("ManagementCluster", "management", "1", List.of());
        var portal = ManifestFixture.entry("PortalCluster", "portal", "1", List.of());
        var block = MarkdownFile.of(guide(List.of(management, portal)))
                .texts("10. After the recovery", "shell")
                .get(1);

        var result = Command.run(
                folder,
                "sh",
                "-c",
                "kubectl() { [ $1 = get ] || { echo ---; cat; }; }\nNS=apic PORTAL_NS_1=far\n" + block);

        assertThat(result.stderr()).isEmpty();
        var requests = Stream.of(result.stdout().split("---\n"))
                .skip(1)
                .map(request -> Yaml.read(request.getBytes(StandardCharsets.UTF_8)))
                .toList();
        assertThat(requests)
                .extracting(request -> request.path("kind").asText())
                .containsExactly("Backup", "PortalBackup");
        assertThat(requests.get(0).at("/spec/cluster/name").asText()).startsWith("FILL IN");
        assertThat(requests.get(1).at("/spec/portalCluster").asText()).isEqualTo("portal");
    }

    @Test
    void the_secrets_that_are_recreated_are_checked_when_their_component_runs() {
        var management = naming(
                ManifestFixture.entry("ManagementCluster", "management", "1", List.of()),
                "management-ca",
                "management-ca",
                "x'; touch planted; '");
        var portal = naming(ManifestFixture.entry("PortalCluster", "portal", "1", List.of()), "portal-ca");

        var guide = MarkdownFile.of(guide(List.of(management, portal)));

        assertThat(guide.texts("6. Management: secrets, then the resource", "shell"))
                .contains("kubectl get secrets -n \"${NS:?paste step 1}\" management-ca\n");
        assertThat(guide.texts("8. Developer Portal: immediately", "shell"))
                .containsExactly("kubectl get secrets -n \"${PORTAL_NS_1:?paste step 1}\" portal-ca\n");
    }

    @Test
    void an_owner_of_portals_alone_is_created_before_they_are_waited_for() {
        var key = ManifestFixture.secret("portal-key", SecretRole.ENCRYPTION, "encryptionSecret");
        var management = ManifestFixture.entry("ManagementCluster", "management", "1", List.of());
        var portal = ManifestFixture.entry("PortalCluster", "portal", "1", List.of(key));
        var owner = ManifestFixture.entry("APIConnectCluster", "owner", "1", List.of());

        var blocks = MarkdownFile.of(guide(List.of(management, portal, owner), List.of(management, owner)))
                .texts("8. Developer Portal: immediately", "sh");

        var folder = "portals/%s/portal".formatted(portal.namespace());
        assertThat(blocks.subList(1, 4))
                .extracting(String::strip)
                .satisfiesExactly(
                        block -> assertThat(block)
                                .isEqualTo(
                                        "kubectl create -n \"${OWNER_NS_1:?paste step 1}\" -f \"$D/payload/%s/secrets/\""
                                                .formatted(folder)),
                        block -> assertThat(block)
                                .startsWith("kubectl create -n \"${OWNER_NS_1:?paste step 1}\" -f ")
                                .endsWith("/owner/recovery-apiconnectcluster.yaml\""),
                        block -> assertThat(block).startsWith("wait_for 60 \"${PORTAL_NS_1:?paste step 1}\""));
        assertThat(blocks).noneMatch(block -> block.contains("recovery-portalcluster.yaml"));
    }

    /** Otherwise its operator would make new keys. */
    @Test
    void a_portal_is_created_apart_from_its_secrets_which_the_check_lists_first() {
        var key = ManifestFixture.secret("portal-key", SecretRole.ENCRYPTION, "encryptionSecret");
        var guide = MarkdownFile.of(guide(List.of(
                ManifestFixture.entry("ManagementCluster", "management", "1", List.of()),
                ManifestFixture.entry("PortalCluster", "portal", "1", List.of(key)))));

        var blocks = guide.texts("8. Developer Portal: immediately", "sh");
        assertThat(blocks)
                .filteredOn(block -> block.contains("/secrets/"))
                .singleElement()
                .asString()
                .doesNotContain("recovery-");
        assertThat(blocks).anyMatch(block -> block.contains("recovery-portalcluster.yaml"));
        assertThat(guide.texts("6. Management: secrets, then the resource", "sh")
                        .get(0))
                .contains("kubectl get -n \"${PORTAL_NS_1:?");
    }

    /** An empty name stands for the default namespace of the context. */
    @Test
    void without_the_namespaces_of_step_1_nothing_is_created_or_deleted() {
        var guide = MarkdownFile.of(guide(List.of(
                ManifestFixture.entry("ManagementCluster", "management", "1", List.of()),
                ManifestFixture.entry("PortalCluster", "portal", "1", List.of()),
                ManifestFixture.entry("GatewayCluster", "gateway", "1", List.of()))));

        var commands = guide.blocks().stream()
                .flatMap(block -> block.text().lines())
                .filter(line -> line.matches(".*(kubectl (create|delete|diff) |restore_portal \").*"))
                .filter(line -> !line.contains("\"$namespace\"") && !line.contains("-n \"$1\""))
                .toList();

        assertThat(commands).hasSizeGreaterThan(10);
        for (var command : commands) {
            var result = Command.run(
                    folder,
                    "sh",
                    "-c",
                    "kubectl() { touch planted; }; restore_portal() { touch planted; }\n" + command);
            assertThat(result.stderr()).as(command).contains(": paste step 1\n");
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Otherwise the step would have no effect on a shell in which it was pasted before. */
    @Test
    void step_1_replaces_a_namespace_that_was_set_before() {
        var portal = ManifestFixture.entry("PortalCluster", "portal", "1", List.of());
        var guide = MarkdownFile.of(
                guide(List.of(ManifestFixture.entry("ManagementCluster", "management", "1", List.of()), portal)));
        var variables = guide.texts("1. Check the bundle", "sh").get(0);

        var result = Command.run(
                folder,
                "sh",
                "-c",
                "NS=old PORTAL_NS_1=old IDENTITY=old\n%s\necho $NS $PORTAL_NS_1 $IDENTITY".formatted(variables));

        assertThat(result.stdout())
                .isEqualTo("%s %1$s FILL IN: absolute path of an age identity%n".formatted(portal.namespace()));
    }

    /** Otherwise a user who may create PortalClusters could stop captures. A payload has five files for each. */
    @Test
    void it_is_short_enough_for_as_many_portals_as_fit_into_a_payload() {
        var entries =
                new ArrayList<>(List.of(ManifestFixture.entry("ManagementCluster", "management", "1", List.of())));
        for (int i = 0; i < 198; i++) {
            var portal = ManifestFixture.entry("PortalCluster", "developer-portal-%03d".formatted(i), "1", List.of());
            entries.add(portal);
        }

        var guide = guide(entries);

        assertThat(guide.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(256 << 10);
        assertThat(guide)
                .contains(
                        "restore_portal \"${PORTAL_NS_198:?paste step 1}\" developer-portal-197 \"$PORTAL_BACKUP_198\"");
    }

    /** An entry whose resource names secrets that are recreated. */
    private static Manifest.Entry naming(Manifest.Entry entry, String... secrets) {
        var references = Stream.of(secrets)
                .map(name -> new ReferencedObject("spec.a", "Secret", name, Treatment.RECREATED, false, null))
                .toList();
        return new Manifest.Entry(
                entry.kind(),
                entry.namespace(),
                entry.name(),
                entry.uid(),
                entry.lineage(),
                entry.siteName(),
                entry.version(),
                entry.healthy(),
                entry.databaseCluster(),
                entry.endpoints(),
                entry.databaseBackup(),
                entry.portalBackup(),
                entry.settingsFingerprint(),
                entry.secrets(),
                entry.configMaps(),
                references,
                entry.missing());
    }

    private static String chosen(MarkdownFile guide) {
        return guide.texts("3. Know which backups to restore", "sh").get(0);
    }

    private Command.Result run(MarkdownFile guide, String... values) {
        var blocks = List.of(
                KUBECTL,
                "NS=apic",
                chosen(guide).replace("for value in", String.join("\n", values) + "\nfor value in"),
                guide.texts("4. Before you begin", "sh").get(2),
                guide.texts("7. Management: the database", "sh").get(0));
        return Command.run(folder, "sh", "-c", String.join("\n", blocks));
    }

    /** The guide of a bundle with a recovery resource of each entry. */
    private static String guide(List<Manifest.Entry> entries) {
        return guide(entries, entries);
    }

    /** The guide of a bundle with a recovery resource of some entries. */
    private static String guide(List<Manifest.Entry> entries, List<Manifest.Entry> recovered) {
        var files = new HashMap<String, byte[]>();
        recovered.forEach(entry ->
                files.put(PayloadPaths.recoveryResource(PayloadPaths.folder(entry), entry.kind()), new byte[0]));
        return new RecoveryGuide().write(ManifestFixture.manifest(entries), new Payload(files));
    }

    private static String guide(Manifest.Entry management, byte[] plan) {
        var recovery = PayloadPaths.recoveryResource(PayloadPaths.folder(management), management.kind());
        return new RecoveryGuide()
                .write(
                        ManifestFixture.manifest(List.of(management)),
                        new Payload(Map.of(recovery, new byte[0], RecoveryPlan.FILE, plan)));
    }

    private static byte[] plan(List<Map<String, Object>> points) {
        var mapper = new ObjectMapper();
        var plan = mapper.createObjectNode();
        Stream.of(
                        "tools",
                        "secrets",
                        "configMaps",
                        "needed",
                        "resources",
                        "restores",
                        "steps",
                        "after",
                        "rollback",
                        "wipe")
                .forEach(plan::putArray);
        plan.set("points", mapper.valueToTree(points));
        return StrictJson.write(plan);
    }

    private static MarkdownFile guide(String value, String server) {
        return MarkdownFile.of(guide(value, List.of(Map.of("backupId", BACKUP, "serverName", server))));
    }

    private static String guide(String value, List<Map<String, String>> statuses) {
        var entry = ManifestFixture.entry("ManagementCluster", "management", "uid-1", List.of());
        var backup = Map.<String, Object>of("protocol", "sftp", "host", value, "port", 22, "path", value);
        var management = new Manifest.Entry(
                entry.kind(),
                entry.namespace(),
                entry.name(),
                entry.uid(),
                entry.lineage(),
                entry.siteName(),
                "12.1.0.1-1",
                true,
                "management-82b290a2-db",
                entry.endpoints(),
                backup,
                null,
                entry.settingsFingerprint(),
                List.of(ManifestFixture.secret("enc-key", SecretRole.ENCRYPTION, "encryptionSecret")),
                null,
                List.of(),
                List.of());
        var mapper = new ObjectMapper();
        var backups = Map.of(
                "backups",
                statuses.stream()
                        .map(status -> Map.of("kind", "Backup", "name", "nightly", "status", status))
                        .toList());
        var payload = new Payload(Map.of(
                "management/recovery-managementcluster.yaml",
                Yaml.write(mapper.createObjectNode()),
                "management/database-backups.yaml",
                Yaml.write(mapper.valueToTree(backups))));
        return new RecoveryGuide().write(ManifestFixture.manifest(List.of(management)), payload);
    }
}
