package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.subsystem.ReleaseResources;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.FakeInstallation;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.MarkdownFile.Block;
import org.apicdr.testsupport.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Installations of every form factor on a real API server: captured, opened by public tools, and created again in an empty namespace
 * by the commands of RECOVERY.md.
 */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
@Order(1)
class FormFactorsIT {

    static final List<String> RELEASES = ReleaseResources.RELEASES;

    private static final String DATABASE_BACKUP = "20240601-030015F";
    private static final String PORTAL_BACKUP = "20240601.030033";

    private static final List<String> CREDENTIALS = List.of("atm", "ccli", "cui", "dsgr", "juhu", "cli", "ui");

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final RunningService service;
    private final ApiClient apiClient;
    private final Map<String, String> namespaces = new HashMap<>();

    FormFactorsIT(KubeApi api) {
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
        for (var name : Stream.concat(RELEASES.stream(), Stream.of("owned", "external", "off", "tracked"))
                .toList()) {
            namespaces.put(name, api.namespace("form"));
        }
        this.service = parts.service(List.copyOf(namespaces.values()));
        this.apiClient = new ApiClient(service);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @ParameterizedTest
    @FieldSource("RELEASES")
    void saves_and_recreates_every_object_that_the_resources_name(String release, @TempDir Path folder)
            throws IOException {
        var resources = ReleaseResources.read(release);
        var installation = installation(release).resources(resources.text());
        installation.secrets(resources.names("required", "saved"));
        installation.configMaps(resources.names("config"));
        for (var name : resources.names("tls")) {
            installation.secret(name, Map.of("cert-manager.io/certificate-name", name), Map.of());
        }

        var target = recovered(release, folder);

        assertThat(names("secrets", target)).containsExactlyInAnyOrderElementsOf(resources.names("required", "saved"));
        assertThat(names("configmaps", target)).containsAll(resources.names("config"));
        var guide = guide(folder);
        for (var name : resources.names("required", "saved", "tls", "config", "provided", "recreated")) {
            assertThat(guide).as(name).containsPattern("- \\[ \\] [A-Za-z]+ %s (in |\\()".formatted(name));
        }
        assertThat(listed(guide, "You must provide")).allMatch(line -> line.contains(" provided-"));
        assertThat(listed(guide, "Recreated")).allMatch(line -> line.matches(".* (tls|recreated)-.*"));
        assertThat(listed(guide, "Named, but not")).isEmpty();
        if (!release.equals("10.0.5")) {
            assertThat(guide)
                    .contains("    protocol: \"objstore\"\n    host: \"s3.example.com/eu-1\"\n")
                    .contains("    path: \"apic-bucket/db/@SERVER@\"\n")
                    .doesNotContain("port: 22");
        }
        apiClient
                .get("/api/v1/recoverability?namespace=" + namespaces.get(release))
                .then()
                .body("checks.find { it.id == 'references' }.outcome", is("pass"));
        apiClient
                .get("/api/v1/subsystems")
                .then()
                .body(
                        "items.find { it.namespace == '%s' }.references.find { it.path == 'spec.imagePullSecrets[0]' }.saved"
                                .formatted(namespaces.get(release)),
                        is(true));
        api.client()
                .secrets()
                .inNamespace(installation.namespace())
                .withName("saved-pull-1")
                .delete();
        apiClient
                .get("/api/v1/recoverability?fresh=true&namespace=" + namespaces.get(release))
                .then()
                .body("checks.find { it.id == 'references' }.outcome", is("warn"))
                .body(
                        "checks.find { it.id == 'references' }.detail",
                        containsString(
                                "Secret saved-pull-1, named in spec.imagePullSecrets[0], is not saved: does not exist"));
    }

    @Test
    void recovers_what_an_api_connect_cluster_makes_by_that_resource_alone(@TempDir Path folder) throws IOException {
        var installation = installation("owned")
                .secrets(secretNames())
                .secrets(List.of("portal-key", "portal-login", "devportal-key", "pull"))
                .resources("""
                        apiVersion: apiconnect.ibm.com/v1beta1
                        kind: APIConnectCluster
                        metadata: {name: apic}
                        spec:
                          version: 12.1.0.1
                          imagePullSecrets: [pull]
                          storageClassName: fast
                          management: {template: [{name: apim, enabled: false}]}
                        status: {phase: Ready}
                        """);
        var uid = api.json("apiconnectclusters", installation.namespace(), "apic")
                .at("/metadata/uid")
                .asText();
        var owner =
                "{apiVersion: apiconnect.ibm.com/v1beta1, kind: APIConnectCluster, name: apic, uid: %s}".formatted(uid);
        installation.resources(management("ownerReferences: [%s]".formatted(owner), ""));
        installation.resources(portal("ownerReferences: [%s]".formatted(owner)));
        installation.resources("""
                apiVersion: devportal.apiconnect.ibm.com/v1beta1
                kind: DevPortalCluster
                metadata: {name: devportal, ownerReferences: [%s]}
                spec: {version: 12.1.0.1, encryptionSecret: {secretName: devportal-key}}
                status: {phase: Ready}
                """.formatted(owner));

        var target = recovered("owned", folder);

        assertThat(names("secrets", target)).contains("pull", "enc-key", "portal-key", "devportal-key");
        var recovered = api.json("apiconnectclusters", target, "apic").path("spec");
        assertThat(recovered.at("/management/siteName").asText()).isEqualTo("5b1e07d4");
        assertThat(recovered.at("/management/originalUID").asText()).isNotEmpty();
        assertThat(recovered.at("/management/encryptionSecret/secretName").asText())
                .isEqualTo("enc-key");
        assertThat(recovered.at("/management/databaseBackup/path").asText()).isEqualTo("/backups/management");
        assertThat(recovered.at("/management/customApplicationCredentials")).hasSize(7);
        assertThat(recovered.at("/management/template").isMissingNode()).isTrue();
        assertThat(recovered.at("/portal/siteName").asText()).isEqualTo("0a1b2c3d");
        assertThat(recovered.at("/portal/encryptionSecret/secretName").asText()).isEqualTo("portal-key");
        assertThat(api.json("managementrestores", target)
                        .at("/items/0/spec/backupId")
                        .asText())
                .isEqualTo(DATABASE_BACKUP);
        assertThat(api.json("portalrestores", target)
                        .at("/items/0/spec/timestamp")
                        .asText())
                .isEqualTo(PORTAL_BACKUP);
        assertThat(payload(folder))
                .contains("management/managementcluster.yaml")
                .anyMatch(file -> file.endsWith("/apic/recovery-apiconnectcluster.yaml"))
                .noneMatch(file -> file.endsWith("recovery-managementcluster.yaml")
                        || file.endsWith("recovery-portalcluster.yaml"));
        assertThat(guide(folder)).contains("**APIConnectCluster apic**", "Do not create it by itself");
    }

    @Test
    void leaves_an_external_database_to_those_who_run_it(@TempDir Path folder) throws IOException {
        installation("external")
                .secrets(secretNames())
                .secrets(List.of("database-login"))
                .configMaps(List.of("database-address"))
                .resources(management("", """
                          externalDB: {enabled: true, configMap: database-address, credentialSecret: database-login}
                        """).replaceFirst("(?s)  databaseBackup:.*?\n(?=  [a-z]|status)", ""));

        var target = recovered("external", folder);

        assertThat(names("secrets", target)).contains("database-login").doesNotContain("backup-login");
        assertThat(names("configmaps", target)).contains("database-address");
        assertThat(guide(folder)).contains("The database is external").doesNotContain("kind: ManagementRestore");
        apiClient
                .get("/api/v1/recoverability?namespace=" + namespaces.get("external"))
                .then()
                .body("checks.find { it.id == 'settings' }.outcome", is("pass"))
                .body("checks.find { it.id == 'settings' }.detail", containsString("external"))
                .body("checks.find { it.id == 'database-backup-usable' }.outcome", is("skipped"))
                .body("checks.find { it.id == 'database-backup-usable' }.detail", containsString("external"))
                .body("checks.find { it.id == 'database-backup-scheduled' }.outcome", is("skipped"));
    }

    @Test
    void switches_a_switched_off_site_on_again(@TempDir Path folder) throws IOException {
        installation("off").secrets(secretNames()).resources(management("", """
                          template:
                          - {name: apim, enabled: false}
                          - {name: portal-proxy, enabled: false, replicaCount: 2}
                          multiSiteHA: {mode: passive}
                        """));

        var target = recovered("off", folder);

        var recovered = api.json("managementclusters", target, "management").path("spec");
        assertThat(recovered.path("template").toString()).isEqualTo("[{\"name\":\"portal-proxy\",\"replicaCount\":2}]");
        assertThat(recovered.has("multiSiteHA")).isFalse();
        capture("off")
                .then()
                .body("manifest.warnings", hasItem(containsString("spec.template[0].enabled: false of apim")))
                .body("manifest.warnings", hasItem(containsString("leaves out spec.multiSiteHA")));
    }

    @Test
    void removes_the_marks_by_which_another_tool_would_delete_what_is_recovered(@TempDir Path folder)
            throws IOException {
        var names = new ArrayList<>(secretNames());
        names.remove("enc-key");
        installation("tracked")
                .secrets(names)
                .secret(
                        "enc-key",
                        Map.of("argocd.argoproj.io/tracking-id", "apic:/Secret:apic/enc-key", "team", "api"),
                        Map.of("app.kubernetes.io/instance", "apic", "kustomize.toolkit.fluxcd.io/name", "apic"))
                .resources(management("annotations: {argocd.argoproj.io/tracking-id: apic, team: api}", ""));

        var target = recovered("tracked", folder);

        var secret = api.json("secrets", target, "enc-key").path("metadata");
        assertThat(secret.path("annotations").toString()).isEqualTo("{\"team\":\"api\"}");
        assertThat(secret.has("labels")).isFalse();
        var cluster = api.json("managementclusters", target, "management");
        assertThat(cluster.at("/metadata/annotations").toString()).isEqualTo("{\"team\":\"api\"}");
        capture("tracked")
                .then()
                .body(
                        "manifest.warnings",
                        hasItem(containsString("argocd.argoproj.io/tracking-id was removed from ManagementCluster"
                                + " management, Secret enc-key")));
    }

    private FakeInstallation installation(String name) {
        return new FakeInstallation(api.client(), String.valueOf(namespaces.get(name)));
    }

    private Response capture(String name) {
        var body = Map.of("namespace", String.valueOf(namespaces.get(name)), "cluster", "management");
        return apiClient.asks().body(body).post("/api/v1/bundles");
    }

    /** Captures, and runs the commands of the bundle's RECOVERY.md into a new namespace, whose name is returned. */
    private String recovered(String name, Path folder) throws IOException {
        var namespace = String.valueOf(namespaces.get(name));
        var id = capture(name).then().statusCode(201).extract().<String>path("id");
        var file = parts.store()
                .resolve(IntegrationEnvironment.SITE)
                .resolve(namespace)
                .resolve("management/" + id + ".tar");
        Files.copy(file, folder.resolve(id + ".tar"));
        Files.copy(parts.allowedSigners(), folder.resolve("allowed_signers"));
        Files.writeString(
                folder.resolve("RECOVERY.md"),
                Command.run(folder, "tar", "-xOf", id + ".tar", "RECOVERY.md").stdout());
        var target = api.namespace("formed");
        var commands = MarkdownFile.of(guide(folder)).blocks().stream()
                .filter(block -> block.language().equals("sh"))
                .map(Block::text)
                .collect(Collectors.joining("\n"))
                .replace(
                        "FILL IN: absolute path of an age identity",
                        parts.identity("offline").toString())
                .replace("\nNS='%s'\n".formatted(namespace), "\nNS='%s'\n".formatted(target))
                .replace("FILL IN: id of the database backup", DATABASE_BACKUP)
                .replace("FILL IN: folder of the backup below the backup path", "old-server")
                .replace("FILL IN: YYYYMMDD.HHMMSS of the backup of this portal", PORTAL_BACKUP);
        Command.Result result;
        try (var operators = new RecoveringOperators(api.client(), namespace, target)) {
            operators.start(DATABASE_BACKUP);
            result = Command.run(
                    Duration.ofMinutes(2),
                    folder,
                    "env",
                    "POLL=0.2",
                    "PAUSE=0",
                    "KUBECONFIG=" + api.kubeconfig(folder),
                    "sh",
                    "-eu",
                    "-c",
                    commands);
        }
        assertThat(result.stderr().lines()).allMatch(line -> line.contains("  ManagementBackup of " + DATABASE_BACKUP));
        assertThat(result.exit()).isZero();
        if (name.equals("owned")) {
            assertVerified(id, namespace, target, folder); // of the others RecoverScriptIT has the kinds
        }
        return target;
    }

    /** The script finds everything in the target namespace that the commands of RECOVERY.md were to create there. */
    private void assertVerified(String id, String namespace, String target, Path folder) {
        var result = Command.run(
                Duration.ofMinutes(2),
                folder,
                "env",
                "PRINCIPAL=%s/%s/management".formatted(IntegrationEnvironment.SITE, namespace),
                "SIGNERS=allowed_signers",
                "IDENTITY=" + parts.identity("offline"),
                "NAMESPACES=%s=%s".formatted(namespace, target),
                "KUBECONFIG=" + api.kubeconfig(folder),
                "sh",
                "-c",
                "R=%s; sh $R open %2$s && sh $R verify %2$s && sh $R wipe %2$s"
                        .formatted(Path.of("src/main/recovery/recover").toAbsolutePath(), id + ".tar"));
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout())
                .contains("OK: Every secret, config map and resource of the bundle is in the cluster");
    }

    /** The files in the payload of the bundle that was recovered. */
    private List<String> payload(Path folder) {
        var command =
                "tar -xOf *.tar payload.tar.gz.age | age -d -i '%s' | tar -tz".formatted(parts.identity("offline"));
        return Command.run(folder, "sh", "-c", command).stdout().lines().toList();
    }

    private static String guide(Path folder) throws IOException {
        return Files.readString(folder.resolve("RECOVERY.md"));
    }

    /** The objects of one of the lists in the guide. */
    private static List<String> listed(String guide, String title) {
        var list = guide.substring(guide.indexOf("**" + title));
        int end = list.indexOf("\n**", 1);
        return list.substring(0, end < 0 ? list.indexOf("\n## ") : end)
                .lines()
                .filter(line -> line.startsWith("- [ ]"))
                .toList();
    }

    private List<String> names(String kind, String namespace) {
        var names = new ArrayList<String>();
        api.json(kind, namespace)
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    private static List<String> secretNames() {
        return Stream.concat(
                        Stream.of("enc-key", "backup-login"),
                        CREDENTIALS.stream().map("%s-cred"::formatted))
                .toList();
    }

    private static String management(String metadata, String spec) {
        return """
                apiVersion: management.apiconnect.ibm.com/v1beta1
                kind: ManagementCluster
                metadata:
                  name: management
                  %s
                spec:
                  version: 12.1.0.1
                  profile: n1xc4.m16
                  license: {accept: true, use: production, license: L-EXAMPLE}
                  siteName: 5b1e07d4
                  cloudManagerEndpoint: {hosts: [{name: admin.example.com}]}
                  apiManagerEndpoint: {hosts: [{name: manager.example.com}]}
                  platformAPIEndpoint: {hosts: [{name: api.example.com}]}
                  consumerAPIEndpoint: {hosts: [{name: consumer.example.com}]}
                  databaseBackup:
                    protocol: sftp
                    host: sftp.example.com
                    port: 22
                    path: /backups/management
                    schedule: "0 0 3 * * *"
                    credentials: backup-login
                %sstatus:
                  phase: Running
                  state: 16/16
                  conditions: []
                  versions: {reconciled: 12.1.0.1-1, available: {channels: [], versions: []}}
                  endpoints: []
                  encryptionSecret: enc-key
                  atmCredentialSecret: atm-cred
                  consumerToolkitCredentialSecret: ccli-cred
                  consumerUICredentialSecret: cui-cred
                  designerCredentialSecret: dsgr-cred
                  juhuCredentialSecret: juhu-cred
                  toolkitCredentialSecret: cli-cred
                  uiCredentialSecret: ui-cred
                """.formatted(metadata, spec);
    }

    private static String portal(String metadata) {
        return """
                apiVersion: portal.apiconnect.ibm.com/v1beta1
                kind: PortalCluster
                metadata:
                  name: portal
                  %s
                spec:
                  version: 12.1.0.1
                  siteName: 0a1b2c3d
                  portalAdminEndpoint: {hosts: [{name: padmin.example.com}]}
                  portalUIEndpoint: {hosts: [{name: portal.example.com}]}
                  portalBackup: {protocol: sftp, host: sftp.example.com, path: /backups/portal, credentials: portal-login}
                status:
                  phase: Running
                  state: 6/6
                  conditions: []
                  versions: {reconciled: 12.1.0.1-1, available: {channels: [], versions: []}}
                  endpoints: []
                  encryptionSecret: portal-key
                """.formatted(metadata);
    }
}
