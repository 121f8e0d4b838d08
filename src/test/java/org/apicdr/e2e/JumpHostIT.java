package org.apicdr.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docs/deployment.md says of a jump host, installed below a folder; the controller that fills token Secrets is played. */
@ExtendWith(KubeApiExtension.class)
@Tag("docs")
class JumpHostIT {

    private static final Path UNIT = Path.of("src/main/systemd/apic-dr.service");

    private static final String TOKEN_SECRET = "apic-dr-jump-host";

    private final KubeApi api;
    private final OpenSshServer sshd = OpenSshServer.start();
    private final SampleSubsystem subsystem;
    private final String makeKubeconfig;

    @TempDir
    private Path folder;

    JumpHostIT(KubeApi api) {
        Command.require("age-keygen", "ssh-keygen", "ssh-keyscan", "kubectl", "systemd-analyze");
        api.installCrds();
        this.api = api;
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("appliance"));
        this.makeKubeconfig = block("make-kubeconfig");
    }

    private OperatorShell shell;

    @BeforeEach
    void open() {
        shell = OperatorShell.in(folder, api, examples());
    }

    @AfterEach
    void stop() {
        sshd.close();
    }

    @Test
    void what_is_installed_suffices_to_capture_and_verify() throws IOException {
        makesKubeconfig();
        shell.types(ClusterDeployment.commands("age-keygen").replaceFirst("(?s)kubectl.*", ""));
        sshd.authorize(shell.folder().resolve("sftp-key"));
        Files.createDirectories(folder.resolve("etc/systemd/system"));
        shell.types(block("useradd").replaceFirst("useradd.*", "").replace(" -g apic-dr", ""));

        try (var service = startedByUnit()) {
            var apiClient = new ApiClient(service);
            var id = apiClient.captures(subsystem);

            apiClient.verify(subsystem, id).then().body("verdict", is("pass"));
            assertThat(service.address().getHost()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void the_script_can_be_run_again_and_keeps_the_token_to_itself() throws IOException {
        var token = makesKubeconfig();
        var first = Files.readString(shell.folder().resolve("kubeconfig"));

        var again = shell.run(makeKubeconfig);

        assertThat(again.succeeded()).as(again.stderr()).isTrue();
        assertThat(again.stdout()).contains("wrote kubeconfig").doesNotContain(token);
        assertThat(shell.folder().resolve("kubeconfig"))
                .content()
                .isEqualTo(first)
                .contains(token);
        assertThat(Files.getPosixFilePermissions(shell.folder().resolve("kubeconfig")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void the_role_is_granted_in_every_namespace_that_is_named() throws IOException {
        var portals = api.namespace("portals");
        var mayList = "kubectl --kubeconfig=kubeconfig auth can-i list portalclusters -n ";
        makesKubeconfig();
        assertThat(shell.run(mayList + portals).stdout()).isEqualTo("no\n");

        shell.types(makeKubeconfig.strip() + " " + portals);

        assertThat(shell.types(mayList + portals)).isEqualTo("yes\n");
        assertThat(shell.types(mayList + subsystem.namespace())).isEqualTo("yes\n");
    }

    @Test
    void a_cluster_that_gives_no_token_is_told_of() {
        var result = shell.run("APIC_DR_TOKEN_SECONDS=1 " + makeKubeconfig);

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stderr()).contains("no token into secret apic-dr-jump-host in " + subsystem.namespace());
        assertThat(shell.folder()).isEmptyDirectory();
    }

    @Test
    void systemd_finds_nothing_wrong_with_the_unit() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var unit = Files.writeString(
                folder.resolve("apic-dr.service"), Files.readString(UNIT).replace("/usr/bin/java", java));

        var result = Command.run(folder, "systemd-analyze", "verify", "--man=no", unit.toString());

        assertThat(result.stderr()).isEmpty();
        assertThat(result.succeeded()).isTrue();
    }

    /** Runs the script while a controller puts a token into its Secret; the token. */
    private String makesKubeconfig() {
        var token = api.serviceAccountToken(subsystem.namespace(), "apic-dr");
        var secret = api.client().secrets().inNamespace(subsystem.namespace()).withName(TOKEN_SECRET);
        var controller = CompletableFuture.runAsync(() -> {
            secret.waitUntilCondition(Objects::nonNull, 30, SECONDS);
            secret.edit(empty -> new SecretBuilder(empty)
                    .addToData("token", Base64.getEncoder().encodeToString(token.getBytes(US_ASCII)))
                    .build());
        });
        assertThat(shell.types(makeKubeconfig)).doesNotContain(token);
        controller.join();
        return token;
    }

    /** As systemd would, from the installed unit and its environment file, which is filled in. */
    private RunningService startedByUnit() throws IOException {
        var unit = Files.readString(folder.resolve("etc/systemd/system/apic-dr.service"));
        var file = folder.resolve("etc/apic-dr/apic-dr.env");
        assertThat(unit).contains("EnvironmentFile=/etc/apic-dr/apic-dr.env\n");
        var start = Pattern.compile(
                        "WorkingDirectory=(\\S+)\nExecStart=/usr/bin/java @(\\S+) -D(\\S+)=(\\S+) -jar (\\S+)\n")
                .matcher(unit);
        assertThat(start.find()).isTrue();
        assertThat(Path.of(folder + start.group(1)))
                .isDirectoryContaining("glob:**/" + start.group(2))
                .isDirectoryContaining("glob:**/" + start.group(5))
                .isDirectoryContaining("glob:**/apic-dr.jsa");
        var environment = assignments(Files.readString(file)
                .replaceFirst("(?m)^APIC_DR_SITE=$", "APIC_DR_SITE=appliance-1")
                .replaceFirst("(?m)^APIC_DR_SFTP_HOST=$", "APIC_DR_SFTP_HOST=127.0.0.1")
                .replaceFirst("(?m)^APIC_DR_SFTP_PORT=22$", "APIC_DR_SFTP_PORT=" + sshd.port())
                .replaceFirst("(?m)^APIC_DR_SFTP_USERNAME=$", "APIC_DR_SFTP_USERNAME=" + sshd.user())
                .replaceFirst("(?m)^APIC_DR_SFTP_PATH=$", "APIC_DR_SFTP_PATH=" + sshd.path())
                .replace("=/etc/", "=" + folder + "/etc/"));
        // what happens by itself has its own tests
        environment.put("APIC_DR_CAPTURE_SCHEDULE", "off");
        environment.put("APIC_DR_CAPTURE_ON_START", "false");
        return RunningService.start(folder, Map.of(start.group(3), start.group(4)), environment);
    }

    private static Map<String, String> assignments(String environmentFile) {
        return environmentFile
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, two) -> two, LinkedHashMap::new));
    }

    private Map<String, String> examples() {
        return Map.of(
                "make-kubeconfig kubeconfig apic", "make-kubeconfig kubeconfig " + subsystem.namespace(),
                "-p 22 sftp.example.com", "-p %d 127.0.0.1".formatted(sshd.port()),
                " /etc/", " %s/etc/".formatted(folder),
                " /opt/", " %s/opt/".formatted(folder));
    }

    private static String block(String part) {
        return MarkdownFile.read("docs/deployment.md").texts("On a jump host", "sh").stream()
                .filter(block -> block.contains(part))
                .findFirst()
                .orElseThrow();
    }
}
