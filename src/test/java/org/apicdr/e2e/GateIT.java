package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate for GitOps tools and pipelines, in the shells that it may meet. */
@Tag("docs")
class GateIT extends ServiceForAll {

    static final List<String> CHAPTERS = List.of("Who may call");

    static final Path SCRIPT = Path.of("src", "main", "gitops", "dr-gate", "dr-gate.sh");

    private static final URI NOBODY = URI.create("http://127.0.0.1:1");
    private static final String SECRET = "management-juhu-cred";

    private static final String SOFT = "No bundle. The gate is soft: go on, this may be a first installation.\n";
    private static final String STOP = "No current bundle is proven: stop.\n";

    private final Cookbook cookbook = new Cookbook(CHAPTERS, token("operator"));

    private final RunningService withoutStore;

    @TempDir
    private Path folder;

    GateIT(OperatedService operated) {
        super(operated);
        Command.require("curl");
        var properties = properties("kubernetes");
        properties.put("apic-dr.sftp.port", "1");
        this.withoutStore = RunningService.start(parts.folder(), properties);
    }

    /** So that curl does not wait as long as a service without its store asks it to. */
    @BeforeEach
    void shortenThePausesOfCurl() throws IOException {
        Files.writeString(folder.resolve(".curlrc"), "retry-delay = 1\nretry-max-time = 1\n");
    }

    @AfterAll
    void stop() {
        withoutStore.close();
    }

    @ParameterizedTest
    @EnumSource
    void leaves_a_proven_bundle_and_tells_its_id(Shell shell) throws IOException {
        subsystem.rotateSecret(SECRET);
        var result = gate(
                shell, service.address(), Map.of("RESULT", folder + "/bundle", "REASON", "before \"10.0.5.8\" \\o/"));

        String id = operator.latest(subsystem).path("id");
        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(result.stdout()).isEqualTo("Bundle %s is authentic, complete and current.\n".formatted(id));
        assertThat(folder.resolve("bundle")).hasContent(id);
        assertThat(operator.latest(subsystem).<String>path("manifest.reason")).isEqualTo("before \"10.0.5.8\" \\o/");
    }

    @Test
    void runs_with_the_account_and_the_token_that_the_cookbook_makes() {
        var namespace = subsystem.namespace();
        var examples = Map.of("-n apic ", "-n %s ".formatted(namespace), "=apic:", "=%s:".formatted(namespace));
        var shell = OperatorShell.in(folder, parts.api(), examples);
        subsystem.rotateSecret(SECRET);
        try {
            shell.types(cookbook.recipe("Who may call", service.address()));
            shell.types(cookbook.recipe("Outside of a pod", service.address()));
            var token = shell.folder().resolve("token").toString();

            assertThat(gate(Shell.SYSTEM, service.address(), Map.of("GATE", "hard", "TOKEN", token))
                            .exit())
                    .isZero();
            assertThat(operator.latest(subsystem).<String>path("manifest.requestedBy"))
                    .isEqualTo("system:serviceaccount:%s:dr-gate".formatted(namespace));
            assertThat(shell.types("stat -c %a token")).isEqualTo("600\n");
        } finally {
            shell.types("kubectl -n apic delete serviceaccount/dr-gate rolebinding/dr-gate");
        }
    }

    @Test
    void makes_no_second_bundle_where_nothing_has_changed() {
        var id = operator.captures(subsystem);

        assertThat(gate(Shell.SYSTEM, service.address(), Map.of("GATE", "hard")).stdout())
                .contains(id);
    }

    @ParameterizedTest
    @EnumSource
    void stops_an_upgrade_where_something_is_missing_and_names_it(Shell shell) {
        var result = without(SECRET, () -> gate(shell, service.address(), Map.of("GATE", "hard")));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stderr())
                .contains("\"missing\":[\"%s\"]".formatted(SECRET))
                .endsWith(STOP);
    }

    @ParameterizedTest
    @EnumSource
    void lets_a_first_installation_pass_that_is_not_complete(Shell shell) {
        assertThat(without(SECRET, () -> gate(shell, service.address(), Map.of())))
                .satisfies(GateIT::passedSoftly);
    }

    @Test
    void lets_a_first_installation_pass_that_is_not_healthy() {
        subsystem.setStatus(status -> status.put("phase", "Pending"));
        try {
            assertThat(gate(Shell.SYSTEM, service.address(), Map.of())).satisfies(GateIT::passedSoftly);
        } finally {
            subsystem.setStatus(status -> status.put("phase", "Running"));
        }
    }

    @Test
    void lets_a_first_installation_pass_before_there_is_a_subsystem() {
        try (var early = parts.service(List.of(parts.api().namespace("empty")))) {
            assertThat(gate(Shell.SYSTEM, early.address(), Map.of())).satisfies(GateIT::passedSoftly);
            assertThat(gate(Shell.SYSTEM, early.address(), Map.of("GATE", "hard")))
                    .satisfies(GateIT::stopped);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lets_a_first_installation_pass_before_there_is_a_service(Shell shell) throws IOException {
        var result = gate(shell, NOBODY, Map.of("RESULT", folder + "/bundle"));

        assertThat(result).satisfies(GateIT::passedSoftly);
        assertThat(folder.resolve("bundle")).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hard", "Soft", "off"})
    void stops_where_nobody_answers_and_the_gate_is_anything_but_soft(String gate) {
        assertThat(gate(Shell.SYSTEM, NOBODY, Map.of("GATE", gate))).satisfies(GateIT::stopped);
    }

    @ParameterizedTest
    @CsvSource({"soft", "hard"})
    void stops_where_the_store_is_not_there(String gate) {
        var result = gate(Shell.SYSTEM, withoutStore.address(), Map.of("GATE", gate));

        assertThat(result).satisfies(GateIT::stopped);
        assertThat(result.stderr()).contains("urn:apic-dr:problem:store-unavailable");
    }

    /** The bundle goes away between capture and verification. */
    @ParameterizedTest
    @CsvSource({"soft", "hard"})
    void stops_where_the_bundle_is_not_proven(String gate) throws IOException {
        var curl = Files.writeString(folder.resolve("curl"), """
                #!/bin/sh
                case "$*" in */verifications*) rm %s ;; esac
                PATH=${PATH#*:} exec curl "$@"
                """.formatted(stored("*")));
        assertThat(curl.toFile().setExecutable(true)).isTrue();

        var result = gate(
                Shell.SYSTEM, service.address(), Map.of("GATE", gate, "PATH", folder + ":" + System.getenv("PATH")));

        assertThat(result).satisfies(GateIT::stopped);
        assertThat(result.stderr()).contains("urn:apic-dr:problem:bundle-not-found");
    }

    /** A secret is rotated between capture and verification. */
    @ParameterizedTest
    @CsvSource({"soft", "hard"})
    void stops_where_the_bundle_is_not_current(String gate) throws IOException {
        var kubectl = "kubectl --kubeconfig %s -n %s patch secret %s -p '{\"data\":{\"client_secret\":\"%s\"}}'"
                .formatted(
                        parts.api().kubeconfig(folder),
                        subsystem.namespace(),
                        SECRET,
                        gate.equals("soft") ? "AAAA" : "BBBB");
        var curl = Files.writeString(folder.resolve("curl"), """
                #!/bin/sh
                case "$*" in */verifications*) %s > /dev/null ;; esac
                PATH=${PATH#*:} exec curl "$@"
                """.formatted(kubectl));
        assertThat(curl.toFile().setExecutable(true)).isTrue();

        var result = gate(
                Shell.SYSTEM, service.address(), Map.of("GATE", gate, "PATH", folder + ":" + System.getenv("PATH")));

        assertThat(result).satisfies(GateIT::stopped);
        assertThat(result.stderr()).contains("secret %s has changed".formatted(SECRET));
    }

    /** The subsystem has no backup of its database. */
    @ParameterizedTest
    @CsvSource({"soft, fail", "hard, fail", "hard, warn"})
    void stops_where_a_recovery_would_not_succeed_if_it_is_asked(String gate, String failOn) {
        var result = gate(Shell.SYSTEM, service.address(), Map.of("GATE", gate, "FAIL_ON", failOn));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stdout()).endsWith(" is authentic, complete and current.\n");
        assertThat(result.stderr())
                .contains("urn:apic-dr:problem:not-recoverable", "database-backup-usable")
                .endsWith("A recovery might not succeed now: stop.\n");
    }

    @Test
    void stops_where_it_is_asked_for_a_verdict_that_is_none() {
        var result = gate(Shell.SYSTEM, service.address(), Map.of("FAIL_ON", "failed"));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stderr()).contains("failOn");
    }

    @ParameterizedTest
    @CsvSource({"soft", "hard"})
    void stops_where_it_may_not_capture(String gate) {
        var environment = Map.of("GATE", gate, "TOKEN", token("viewer").toString());

        var result = gate(Shell.SYSTEM, service.address(), environment);

        assertThat(result).satisfies(GateIT::stopped);
        assertThat(result.stderr()).contains("may not create bundles");
    }

    @Test
    void waits_while_another_capture_runs() {
        var result = whileAnotherCaptureRuns(folder, () -> gate(Shell.SYSTEM, service.address(), Map.of()));

        assertThat(result.exit()).as(result.stderr()).isZero();
    }

    private Command.Result gate(Shell shell, URI address, Map<String, String> environment) {
        return gate(shell, folder, address, token("operator"), environment);
    }

    /** Runs the script in a folder, with the token in a file unless the environment names another. */
    static Command.Result gate(Shell shell, Path folder, URI address, Path token, Map<String, String> environment) {
        var complete = new HashMap<String, String>();
        complete.put("TOKEN", token.toString());
        complete.putAll(environment);
        complete.put("APIC_DR", address.toString());
        complete.put("TMPDIR", folder.toString());
        complete.put("CURL_HOME", folder.toString());
        return shell.run(folder, complete, "sh " + SCRIPT.toAbsolutePath());
    }

    private static void passedSoftly(Command.Result result) {
        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(result.stdout()).isEqualTo(SOFT);
    }

    private static void stopped(Command.Result result) {
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stderr()).endsWith(STOP);
    }
}
