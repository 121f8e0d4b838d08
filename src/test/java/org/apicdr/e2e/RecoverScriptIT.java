package org.apicdr.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.DeployedPermissions;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.Sample;
import org.apicdr.testsupport.SampleSubsystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The script that is kept off the cluster: with it, a bundle and an identity, a subsystem is recovered on an empty API server. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("docs")
@Order(1)
class RecoverScriptIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final KubeApi api;
    private final Map<Sample, SampleSubsystem> subsystems;
    private final IntegrationEnvironment parts;
    private final RunningService service;
    private final ApiClient apiClient;
    private final List<String> namespaces;
    private final Map<Sample, String> bundles = new HashMap<>();

    RecoverScriptIT(KubeApi api) {
        this.api = api;
        api.installCrds();
        this.parts = IntegrationEnvironment.start(api);
        this.subsystems = Stream.of(Sample.RELEASE_10_0_5, Sample.RELEASE_12_1)
                .collect(Collectors.toMap(
                        sample -> sample, sample -> sample.create(api.client(), api.namespace("source"))));
        this.namespaces =
                subsystems.values().stream().map(SampleSubsystem::namespace).toList();
        this.service = parts.service(namespaces);
        this.apiClient = new ApiClient(service);
        subsystems.forEach((sample, subsystem) -> bundles.put(sample, apiClient.captures(subsystem)));
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RELEASE_10_0_5, 20240601-030015F, 20240601.030033",
        "RELEASE_12_1, 20250110T030015,",
    })
    void recovers_a_subsystem_from_its_bundle_alone(
            Sample sample, String databaseBackup, @Nullable String portalBackup, @TempDir Path folder)
            throws IOException {
        var kit = kit(sample, folder);
        var target = "recovered-" + Integer.toHexString(kit.bundle.hashCode());

        assertOk(kit.recover(Map.of(), "check"));
        assertOk(kit.recover(Map.of(), "open"));
        assertPlanned(kit, sample, databaseBackup);
        var to = kit.target(target);
        var plan = assertOk(kit.recover(to, "plan"));
        assertThat(plan)
                .contains("absent     Secret %s/%s\n"
                        .formatted(target, kit.subsystem.secrets().encryption()))
                .contains("absent     ManagementCluster %s/%s\n".formatted(target, kit.subsystem.name()))
                .doesNotContain("equal ");
        assertThat(api.client().namespaces().withName(target).get()).isNull();
        assertOk(kit.recover(to, "apply"));
        assertThat(assertOk(kit.recover(to, "apply", "--dry-run"))).contains("Nothing was changed.");

        try (var operators = new RecoveringOperators(api.client(), kit.subsystem.namespace(), target)) {
            operators.start(databaseBackup);
            var arguments = new ArrayList<>(List.of(databaseBackup));
            if (portalBackup != null) {
                arguments.add("%s/portal=%s".formatted(kit.subsystem.namespace(), portalBackup));
                assertThat(assertOk(kit.recover(to, "backups")))
                        .containsPattern(databaseBackup + " +Ready +in the bundle\n")
                        .contains("  version: 10.0.5.");
            } else {
                assertStop(kit.recover(to, "backups"), "The operator lists no backups of EDB Postgres.");
            }
            assertOk(kit.recover(to, "restore", arguments.toArray(String[]::new)));
            assertOk(kit.recover(to, "restore", arguments.toArray(String[]::new)));
            if (portalBackup != null) {
                assertBackupsMissing(kit, to, target, folder);
            }
        }

        assertThat(assertOk(kit.recover(to, "verify"))).doesNotContain("absent", "DIFFERENT");
        for (var name : secretNames(target)) {
            var recovered = api.json("secrets", target, name);
            var original = api.json("secrets", kit.subsystem.namespace(), name);
            assertThat(recovered.path("data")).isEqualTo(original.path("data"));
            assertThat(recovered.path("type")).isEqualTo(original.path("type"));
        }
        assertThat(secretNames(target))
                .contains(kit.subsystem.secrets().encryption())
                .containsAll(kit.subsystem.secrets().credentials());
        assertRestored(sample, target, databaseBackup, portalBackup);
        assertThat(assertOk(kit.recover(to, "wipe"))).startsWith("OK: No unencrypted secret is left in ");
        try (var files = Files.walk(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".yaml"));
        }
    }

    /** The payload has the plan for programs; its digests are those that the documented command prints. */
    private void assertPlanned(Kit kit, Sample sample, String databaseBackup) throws IOException {
        var payload = kit.folder.resolve(kit.bundle).resolve("payload");
        var text = Files.readString(payload.resolve("plan.json"));
        var plan = new ObjectMapper().readTree(text);
        assertThat(plan.at("/bundle/site").asText()).isEqualTo(IntegrationEnvironment.SITE);
        assertThat(plan.at("/bundle").has("id")).isFalse();
        assertThat(Files.readString(payload.resolve("contents.json"))).contains("\"plan.json\"");
        assertThat(plan.at("/points/0/databaseBackup").asText()).isEqualTo(databaseBackup);
        assertThat(plan.at("/points/0/usableWith/0").asText()).isEqualTo("this bundle");
        assertThat(plan.at("/points/0").has("server")).isEqualTo(sample == Sample.RELEASE_12_1);
        var namespace = kit.subsystem.namespace();
        for (var secret : plan.path("secrets")) {
            var name = secret.path("name").asText();
            assertThat(payload.resolve(secret.path("file").asText())).isRegularFile();
            var data = new TreeMap<>(kit.subsystem.secretData(name));
            assertThat(secret.path("sha256").asText())
                    .as(name)
                    .isEqualTo(sha256(new ObjectMapper().writeValueAsString(data)));
            assertThat(secret.has("fingerprint")).isFalse();
            data.values().stream()
                    .filter(value -> !value.isEmpty())
                    .forEach(value -> assertThat(text).doesNotContain(value));
        }
        assertThat(plan.at("/secrets").findValuesAsText("name"))
                .containsAll(kit.subsystem.secrets().credentials())
                .contains(kit.subsystem.secrets().encryption());
        assertThat(plan.at("/resources/0/file").asText()).isEqualTo("management/recovery-managementcluster.yaml");
        assertThat(payload.resolve(plan.at("/resources/0/file").asText())).isRegularFile();
        assertThat(plan.at("/target/namespaces/0/captured").asText()).isEqualTo(namespace);
        assertThat(plan.at("/needed").findValuesAsText("name")).contains("cm-endpoint");
        assertThat(plan.path("restores")).hasSize(sample == Sample.RELEASE_12_1 ? 1 : 2);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_service_compares_a_bundle_with_the_target_namespace_without_an_identity() {
        var subsystem = requireNonNull(subsystems.get(Sample.RELEASE_10_0_5));
        var url = "/api/v1/bundles/%s/recovery-plan".formatted(bundles.get(Sample.RELEASE_10_0_5));
        var target = api.namespace("planned");

        var there = apiClient.get(url).then().statusCode(200).extract().jsonPath();
        assertThat(there.getList("secrets.state")).isNotEmpty().containsOnly("equal");
        assertThat(there.getList("resources.state")).hasSize(2).containsOnly("there");
        assertThat(there.getList("secrets.sha256")).containsOnlyNulls();
        assertThat(there.getString("needed.find { it.name == 'cm-endpoint' }.state"))
                .isEqualTo("there");
        assertThat(there.getString("bundle.id")).isEqualTo(bundles.get(Sample.RELEASE_10_0_5));
        assertThat(there.getList("bundle.recipients"))
                .containsExactly(parts.recipient("online"), parts.recipient("offline"));

        var denied = apiClient.get(url + "?namespace=" + target).jsonPath();
        assertThat(denied.getList("secrets.state")).isNotEmpty().containsOnly("unknown");
        assertThat(denied.getList("resources.state")).containsOnly("unknown");
        assertThat(denied.getString("secrets[0].reason")).contains("get", target);

        DeployedPermissions.of(api, DeployedPermissions.BASE)
                .grant(
                        api,
                        Stream.concat(namespaces.stream(), Stream.of(target)).toList());
        var absent = apiClient.get(url + "?namespace=" + target).jsonPath();
        assertThat(absent.getList("secrets.namespace")).containsOnly(target);
        assertThat(absent.getList("secrets.state")).containsOnly("absent");
        assertThat(absent.getList("resources.state")).containsOnly("absent");
        assertThat(absent.getString("needed.find { it.name == 'cm-endpoint' }.state"))
                .isEqualTo("absent");

        create(
                target,
                subsystem.secrets().encryption(),
                subsystem.secretData(subsystem.secrets().encryption()));
        create(target, subsystem.secrets().backup(), Map.of("password", "Y2FuYXJ5"));
        var occupied = apiClient.get(url + "?namespace=" + target);
        assertThat(occupied.asString()).doesNotContain("Y2FuYXJ5", "canary");
        var state = "secrets.find { it.name == '%s' }.state";
        assertThat(occupied.jsonPath()
                        .getString(state.formatted(subsystem.secrets().encryption())))
                .isEqualTo("equal");
        assertThat(occupied.jsonPath()
                        .getString(state.formatted(subsystem.secrets().backup())))
                .isEqualTo("different");
    }

    private void create(String namespace, String name, Map<String, String> data) {
        api.client()
                .secrets()
                .inNamespace(namespace)
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withType("Opaque")
                        .withData(data)
                        .build())
                .create();
    }

    /** Neither a list that may not be read nor an empty one is taken for the backups. */
    private void assertBackupsMissing(Kit kit, Map<String, String> to, String target, Path folder) {
        var as = new HashMap<>(to);
        var token = api.serviceAccountToken(target, "operator");
        allow(target, "operator", List.of());
        as.put("KUBECONFIG", api.kubeconfig(folder, target, token).toString());

        var denied = kit.recover(as, "backups");
        assertThat(denied.exit()).isEqualTo(1);
        assertThat(denied.stderr()).contains("cannot list resource \"managementbackups\"", "\nSTOP: kubectl failed");

        api.client()
                .genericKubernetesResources("management.apiconnect.ibm.com/v1beta1", "ManagementBackup")
                .inNamespace(target)
                .delete();
        assertStop(kit.recover(to, "backups"), "The operator has found no backup yet.");
    }

    private void assertRestored(Sample sample, String target, String databaseBackup, @Nullable String portalBackup) {
        var restore = api.json("managementrestores", target).path("items");
        assertThat(restore).hasSize(1);
        var spec = restore.get(0).path("spec");
        assertThat(spec.path("subsystemName").asText()).isEqualTo("management");
        if (sample == Sample.RELEASE_10_0_5) {
            assertThat(spec.path("backupName").asText()).isEqualTo("record");
            var portal = api.json("portalrestores", target).at("/items/0/spec");
            assertThat(portal.path("timestamp").asText()).isEqualTo(portalBackup);
            assertThat(portal.path("portalCluster").asText()).isEqualTo("portal");
        } else {
            assertThat(spec.path("backupId").asText()).isEqualTo(databaseBackup);
            assertThat(spec.path("backup").toString())
                    .isEqualTo("{\"credentials\":\"management-backup-secret\",\"host\":\"sftp.twelve.example.com\","
                            + "\"path\":\"/backups/twelve/management/management-9c40d2ab-db-2024-11-25T221339Z\","
                            + "\"port\":22,\"protocol\":\"sftp\"}");
        }
    }

    @Test
    void the_page_has_the_commands_that_prepare_and_make_a_recovery(@TempDir Path folder) throws IOException {
        var kit = kit(Sample.RELEASE_10_0_5, folder);
        var page = MarkdownFile.read("docs/recovery.md");
        var prepare = page.texts("Prepare once", "");
        var recover = page.texts("Recover", "");
        assertThat(recover).singleElement().asString().contains("export PRINCIPAL=", "sh recover restore \"$BUNDLE\" ");
        var steps = recover.get(0)
                .lines()
                .filter(line -> line.startsWith("sh recover "))
                .map(line -> line.split(" ", -1)[2])
                .toList();

        assertThat(steps).containsExactly("check", "open", "plan", "apply", "restore", "verify", "wipe");
        Files.delete(folder.resolve("recover"));
        Files.delete(folder.resolve("allowed_signers"));
        var prepared =
                Shell.SYSTEM.run(folder, Map.of("API", service.address() + "/api/v1"), String.join("\n", prepare));
        assertThat(prepared.stderr()).isEmpty();
        assertThat(prepared.stdout()).startsWith("RECOVERY SHEET of site " + IntegrationEnvironment.SITE);
        assertOk(kit.recover(Map.of(), "check"));
    }

    @ParameterizedTest
    @EnumSource
    void opens_and_wipes_a_bundle_in_any_shell(Shell shell, @TempDir Path folder) throws IOException {
        var kit = kit(Sample.RELEASE_10_0_5, folder);

        var result = shell.run(
                folder,
                kit.environment(Map.of()),
                "for command in check open open wipe wipe; do sh recover $command \"$BUNDLE\" || exit; done");

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("OK: "))
                .anyMatch(line -> line.startsWith("OK: The payload is already open in "))
                .anyMatch(line -> line.startsWith("OK: Nothing is open"));
        assertThat(folder.resolve(kit.bundle)).doesNotExist();
    }

    @Test
    void an_object_that_the_account_may_not_get_is_unknown_and_not_absent(@TempDir Path folder) throws IOException {
        var kit = kit(Sample.RELEASE_10_0_5, folder);
        var target = api.namespace("partly-visible");
        create(target, "cm-endpoint", Map.of());
        var token = api.serviceAccountToken(target, "operator");
        allow(
                target,
                "operator",
                secretNames(kit.subsystem.namespace()).stream()
                        .filter(name -> !name.equals("portal-web"))
                        .toList());
        assertOk(kit.recover(Map.of(), "open"));
        var as = new HashMap<>(kit.target(target));

        assertThat(assertOk(kit.recover(as, "plan")))
                .contains("later      Secret %s/api-endpoint: cert-manager or the operator creates it\n"
                        .formatted(target))
                .contains("ABSENT     StorageClass local-path: provide it before you go on\n")
                .contains("there      Secret %s/cm-endpoint\n".formatted(target));

        as.put("KUBECONFIG", api.kubeconfig(folder, target, token).toString());
        assertThat(assertOk(kit.recover(as, "plan")))
                .contains("unknown    Secret %s/api-endpoint: cert-manager or the operator creates it\n"
                        .formatted(target))
                .contains(
                        "unknown    Secret %s/portal-web: cert-manager or the operator creates it\n".formatted(target))
                .contains("unknown    StorageClass local-path: provide it before you go on\n")
                .contains("there      Secret %s/cm-endpoint\n".formatted(target))
                .doesNotContain("ABSENT", "later ");
    }

    /** Lets a service account get some secrets of its namespace, and what else the script asks for. */
    private void allow(String namespace, String account, List<String> secrets) {
        var role = new RoleBuilder()
                .withNewMetadata()
                .withName(account)
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withResourceNames(secrets)
                .withVerbs("get")
                .endRule()
                .addNewRule()
                .withApiGroups("*")
                .withResources("configmaps", "managementclusters", "portalclusters")
                .withVerbs("get", "list")
                .endRule();
        var binding = new RoleBindingBuilder()
                .withNewMetadata()
                .withName(account)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", account)
                .addNewSubject("", "ServiceAccount", account, namespace);
        api.client()
                .rbac()
                .roles()
                .inNamespace(namespace)
                .resource(role.build())
                .create();
        api.client()
                .rbac()
                .roleBindings()
                .inNamespace(namespace)
                .resource(binding.build())
                .create();
    }

    @Test
    void changes_nothing_while_an_object_in_the_cluster_differs(@TempDir Path folder) throws IOException {
        var kit = kit(Sample.RELEASE_10_0_5, folder);
        var target = api.namespace("occupied");
        var name = kit.subsystem.secrets().backup();
        api.client()
                .secrets()
                .inNamespace(target)
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .addToStringData("password", "canary-of-another")
                        .build())
                .create();
        assertOk(kit.recover(Map.of(), "open"));

        for (var command : List.of("plan", "apply", "verify")) {
            var result = kit.recover(kit.target(target), command);

            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.stdout()).contains("DIFFERENT  Secret %s/%s\n".formatted(target, name));
            assertThat(result.stderr())
                    .startsWith("STOP: Objects in the cluster that differ from the bundle: 1, see DIFFERENT");
            assertThat(result.stdout() + result.stderr()).doesNotContain("canary");
        }
        assertThat(secretNames(target)).containsExactly(name);
    }

    @Test
    void says_in_one_line_what_is_wrong_with_its_input(@TempDir Path folder) throws IOException {
        var kit = kit(Sample.RELEASE_10_0_5, folder);
        Command.run(folder, "age-keygen", "-o", "stranger.txt");

        assertStop(kit.recover(Map.of("PRINCIPAL", ""), "check"), "PRINCIPAL is not set.");
        assertStop(
                kit.recover(Map.of("PRINCIPAL", IntegrationEnvironment.SITE + "/other/management"), "check"),
                "Bundle rejected: it is a bundle of %s, not of".formatted(kit.principal()));
        assertStop(
                kit.recover(Map.of("SIGNERS", "nowhere"), "check"),
                "Bundle not checked: SIGNERS=nowhere is not a file");
        assertStop(kit.recover(Map.of("BUNDLE", "nowhere.tar"), "check"), "Bundle not checked: BUNDLE=");
        assertStop(kit.recover(Map.of(), "plan"), "The payload is not open. Run the command \"open\" first.");
        assertStop(kit.recover(Map.of("IDENTITY", "nowhere"), "open"), "IDENTITY=nowhere cannot be read.");
        var stranger = kit.recover(Map.of("IDENTITY", "stranger.txt"), "open");
        assertThat(stranger.stderr().lines())
                .last()
                .asString()
                .startsWith("STOP: age cannot decrypt the payload with stranger.txt")
                .contains(parts.recipient("offline"), parts.recipient("online"));
        assertStop(kit.recover(Map.of(), "mend"), "There is no command mend. Run \"recover help\".");
        assertThat(folder.resolve(kit.bundle)).doesNotExist();

        assertOk(kit.recover(Map.of(), "open"));
        var namespace = kit.subsystem.namespace();
        assertStop(kit.recover(Map.of(), "restore"), "The id of the database backup is missing.");
        assertStop(kit.recover(Map.of(), "restore", "id"), "Portal %s/portal has no backup.".formatted(namespace));
        assertStop(
                kit.recover(Map.of(), "restore", "id", namespace + "/portal=1", "x/y=2"),
                "x/y=2 names no portal of this bundle.");
        assertStop(kit.recover(Map.of(), "apply", "--force"), "apply does not take the argument --force.");
        Files.writeString(folder.resolve(kit.bundle).resolve("manifest.json"), "{}");
        assertStop(kit.recover(Map.of(), "plan"), folder.resolve(kit.bundle) + " holds another bundle.");
    }

    @Test
    void another_subsystem_and_another_version_are_refused(@TempDir Path folder) throws IOException {
        var kit = kit(Sample.RELEASE_10_0_5, folder);
        assertOk(kit.recover(Map.of(), "open"));
        var recovery = folder.resolve(kit.bundle).resolve("payload/management/recovery-managementcluster.yaml");
        var taken = api.namespace("taken");
        createFrom(Files.readString(recovery).replaceFirst("(?m)^  name: .*$", "  name: \"other\""), taken);
        var newer = api.namespace("newer");
        var cluster = createFrom(Files.readString(recovery), newer);
        cluster.setAdditionalProperty(
                "status",
                Map.of(
                        "phase", "Running",
                        "conditions", List.of(),
                        "endpoints", List.of(),
                        "versions", Map.of("reconciled", "10.0.8.0-1")));
        api.client().resource(cluster).inNamespace(newer).updateStatus();

        for (var command : List.of("plan", "apply")) {
            var refused = kit.recover(kit.target(taken), command);
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.stderr())
                    .startsWith("STOP: Another ManagementCluster is in the namespace %s: other".formatted(taken));
        }
        assertThat(api.client().secrets().inNamespace(taken).list().getItems()).isEmpty();
        assertStop(
                kit.recover(kit.target(newer), "backups"),
                "The operator has installed version 10.0.8.0-1, and the bundle is of version 10.0.5.");
    }

    private GenericKubernetesResource createFrom(String yaml, String namespace) {
        var resource = api.client().getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
        return api.client().resource(resource).inNamespace(namespace).create();
    }

    private Kit kit(Sample sample, Path folder) throws IOException {
        var subsystem = requireNonNull(subsystems.get(sample));
        var bundle = String.valueOf(bundles.get(sample));
        var trust = apiClient.get("/api/v1/trust").jsonPath();
        Files.writeString(folder.resolve("allowed_signers"), trust.getString("allowedSigners") + "\n");
        Files.write(
                folder.resolve("recover"),
                apiClient.get("/api/v1/trust/recover").asByteArray());
        assertThat(Command.run(folder, "sha256sum", "recover").stdout()).startsWith(trust.getString("recoverSha256"));
        Files.copy(parts.store(subsystem).resolve(bundle + ".tar"), folder.resolve(bundle + ".tar"));
        var kit = new Kit(folder, subsystem, bundle);
        assertThat(trust.getList("principals", String.class)).contains(kit.principal());
        return kit;
    }

    /** What an operator has on the worst day, in one folder. */
    private final class Kit {

        private final Path folder;
        private final SampleSubsystem subsystem;
        private final String bundle;

        Kit(Path folder, SampleSubsystem subsystem, String bundle) {
            this.folder = folder;
            this.subsystem = subsystem;
            this.bundle = bundle;
        }

        String principal() {
            return "%s/%s/%s".formatted(IntegrationEnvironment.SITE, subsystem.namespace(), subsystem.name());
        }

        Map<String, String> target(String namespace) {
            return Map.of("NAMESPACES", "%s=%s".formatted(subsystem.namespace(), namespace));
        }

        Map<String, String> environment(Map<String, String> changes) {
            var environment = new HashMap<String, String>();
            environment.put("PRINCIPAL", principal());
            environment.put("BUNDLE", bundle + ".tar");
            environment.put("IDENTITY", parts.identity("offline").toString());
            environment.put("KUBECONFIG", api.kubeconfig(folder).toString());
            environment.put("POLL", "0.2");
            environment.put("PAUSE", "0");
            environment.put("WAIT", "1");
            environment.putAll(changes);
            return environment;
        }

        Command.Result recover(Map<String, String> changes, String command, String... arguments) {
            var environment = environment(changes);
            var line = new ArrayList<>(List.of("env"));
            environment.forEach((name, value) -> line.add(name + "=" + value));
            line.addAll(List.of("sh", "recover", command, environment.get("BUNDLE")));
            line.addAll(List.of(arguments));
            return Command.run(LIMIT, folder, line.toArray(String[]::new));
        }
    }

    private static String assertOk(Command.Result result) {
        assertThat(result.stderr()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.stdout().lines()).last().asString().startsWith("OK: ");
        return result.stdout();
    }

    private static void assertStop(Command.Result result, String reason) {
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stderr().lines()).singleElement().asString().startsWith("STOP: " + reason);
    }

    private List<String> secretNames(String namespace) {
        return api.json("secrets", namespace).path("items").findParents("metadata").stream()
                .map(secret -> secret.at("/metadata/name").asText())
                .toList();
    }
}
