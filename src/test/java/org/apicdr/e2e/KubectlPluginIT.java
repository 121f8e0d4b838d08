package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin, started by kubectl, with tokens of the real API server. */
@Tag("docs")
class KubectlPluginIT extends ServiceForAll {

    private static final String SECRET = "management-juhu-cred";

    private static final int PASS = 0;
    private static final int FAIL = 2;
    private static final int STOPPED = 3;

    @TempDir
    private static Path folder;

    private final KubeApi api;

    KubectlPluginIT(OperatedService operated, KubeApi api) {
        super(operated);
        Command.require("kubectl", "curl", "jq");
        this.api = api;
    }

    @BeforeAll
    void install() throws IOException {
        api.kubeconfig(folder);
        var programs = Files.createDirectory(folder.resolve("bin"));
        Files.copy(
                Path.of("src/main/kubectl/kubectl-apicdr"),
                programs.resolve("kubectl-apicdr"),
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Test
    void captures_lists_verifies_and_downloads() throws IOException {
        operator.captures(subsystem);
        awaitNextSecond();
        subsystem.rotateSecret(SECRET);

        var captured = plugin("capture", "--reason", "before the upgrade");
        var id = operator.latest(subsystem).<String>path("id");

        assertThat(captured.stdout()).isEqualTo("captured %s%n".formatted(id));
        assertThat(operator.latest(subsystem).<String>path("manifest.reason")).isEqualTo("before the upgrade");
        assertThat(plugin("capture").stdout()).isEqualTo("unchanged since %s%n".formatted(id));
        assertThat(plugin("verify", id, "--level", "authentic", "--level", "current")
                        .stdout())
                .startsWith(id + ": pass\n");
        assertThat(plugin("verify").stdout()).startsWith(id + ": pass\n");
        assertThat(plugin("list", "--limit", "2").stdout().lines().toList())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0)).matches("ID +AGE +KIB +VERIFIED"))
                .satisfies(lines -> assertThat(lines.get(1)).startsWith(id).contains("pass "));
        assertThat(plugin("download").stdout()).isEqualTo(id + ".tar\n");
        assertThat(folder.resolve(id + ".tar")).hasSameBinaryContentAs(stored(id));
        assertThat(Files.getPosixFilePermissions(folder.resolve(id + ".tar"))).hasSize(2);
        assertStop(plugin("download"), id + ".tar is there already");
    }

    @Test
    void tells_by_its_exit_status_whether_a_recovery_would_succeed() {
        operator.captures(subsystem);
        var name = subsystem.namespace() + "/" + subsystem.name();

        var status = plugin("status", "--fresh");
        var checks = plugin("recoverability", "--subsystem", name);

        assertThat(status.exit()).as(status.stderr()).isEqualTo(FAIL);
        assertThat(status.stdout().lines().toList())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100))
                .satisfies(lines -> assertThat(lines.get(1)).startsWith(name).contains("fail"));
        assertThat(checks.exit()).isEqualTo(FAIL);
        assertThat(checks.stdout()).startsWith(name + ": fail").contains("FAIL  database-backup-usable");
        assertThat(checks.stdout().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(JsonPath.from(plugin("recoverability", "-o", "json").stdout())
                        .getString("verdict"))
                .isEqualTo("fail");
        assertThat(plugin("points").stdout()).startsWith("TAKEN");
    }

    @Test
    void says_what_the_service_says_and_never_shows_the_token() {
        assertStop(
                without(SECRET, () -> plugin("capture", "--always")),
                "subsystem-incomplete: ",
                "lacks %s. Put it back".formatted(SECRET));
        assertStop(plugin("verify", "management-x-20200101T000000Z-00000000"), "bundle-not-found: ");
        assertStop(plugin("capture", "--reason", "a \"quoted\" word"), "quotation marks");
        assertStop(plugin("lists"), "There is no command lists");
        var refused = run(List.of("list", "--server", service.address().toString()));
        assertStop(refused, "unauthorized: ");
    }

    /** kubectl makes the token, and a stand-in for its port-forward, which needs a kubelet, connects to the service. */
    @Test
    void finds_the_service_in_the_cluster_and_calls_as_a_service_account() throws IOException {
        var namespace = subsystem.namespace();
        api.serviceAccountToken(namespace, "caller");
        api.kubectl(
                "create",
                "rolebinding",
                "caller",
                "-n",
                namespace,
                "--clusterrole=apic-dr-viewer",
                "--serviceaccount=" + namespace + ":caller");
        api.client()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("apic-dr")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withName("http")
                        .withPort(8080)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        var id = operator.captures(subsystem);
        var standIn = Files.createDirectory(folder.resolve("forward")).resolve("kubectl");
        Files.writeString(standIn, """
                #!/bin/sh
                [ "$1" = port-forward ] || exec %s "$@"
                echo "$@" > %s
                echo 'Forwarding from 127.0.0.1:%d -> 8080'
                exec sleep 60
                """.formatted(
                Command.run(folder, "sh", "-c", "command -v kubectl").stdout().strip(),
                folder.resolve("forwarded"),
                service.address().getPort()));
        assertThat(standIn.toFile().setExecutable(true)).isTrue();

        var listed = run(List.of("list", "-n", namespace, "--account", "caller"));

        assertThat(listed.stdout()).as(listed.stderr()).contains(id);
        assertThat(folder.resolve("forwarded"))
                .hasContent("port-forward -n %s service/apic-dr :8080".formatted(namespace));
        assertStop(run(List.of("capture", "-n", namespace, "--account", "caller")), "forbidden: ");
        assertStop(
                run(List.of("list", "-n", namespace, "--account", "other")), "no token for the ServiceAccount other");
        assertStop(run(List.of("list", "-n", namespace, "--service", "other")), "The Service other in " + namespace);
    }

    private static void assertStop(Command.Result result, String... words) {
        assertThat(result.exit()).as(result.toString()).isEqualTo(STOPPED);
        assertThat(result.stderr()).contains("kubectl apicdr: ").contains(words).doesNotContain("eyJ");
    }

    /** Runs the plugin at the address of the service, with a token of its own. */
    private Command.Result plugin(String... arguments) {
        var command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of(
                "--server",
                service.address().toString(),
                "--token-file",
                token("admin").toString()));
        var result = run(command);
        assertThat(result.exit()).as(result.toString()).isIn(PASS, FAIL, STOPPED);
        return result;
    }

    private static Command.Result run(List<String> arguments) {
        var command =
                new ArrayList<>(List.of("env", "PATH=" + path(), "KUBECONFIG=admin.kubeconfig", "kubectl", "apicdr"));
        command.addAll(arguments);
        return run(command.toArray(String[]::new));
    }

    private static Command.Result run(String... command) {
        return Command.run(folder, command);
    }

    private static String path() {
        return "%s:%s:%s".formatted(folder.resolve("forward"), folder.resolve("bin"), System.getenv("PATH"));
    }
}
