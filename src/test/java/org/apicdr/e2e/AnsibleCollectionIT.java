package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.MarkdownFile.Block;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collection that the build made, installed and run by ansible-core. */
@Tag("docs")
class AnsibleCollectionIT extends ServiceForAll {

    private static final String SECRET = "management-juhu-cred";

    private static final List<String> MODULES =
            List.of("bundle_capture", "bundle_download", "bundle_info", "bundle_verify", "recoverability_info");

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    private static Path home;

    AnsibleCollectionIT(OperatedService operated) {
        super(operated);
        Command.require("ansible-playbook", "ansible-galaxy");
    }

    @BeforeAll
    void install() {
        var archive = Path.of("target", "apicdr-dr-1.0.0.tar.gz").toAbsolutePath();
        var installed = run("ansible-galaxy", "collection", "install", archive.toString());

        assertThat(installed.succeeded()).as(installed.toString()).isTrue();
    }

    @Test
    void documents_each_module() {
        var pages = run("ansible-doc", "--list", "apicdr.dr");

        assertThat(pages.stdout().lines().map(line -> line.replaceFirst("^apicdr\\.dr\\.(\\w+) .*", "$1")))
                .containsExactlyElementsOf(MODULES);
        for (var module : MODULES) {
            var page = run("ansible-doc", "apicdr.dr." + module);
            assertThat(page.succeeded()).as(page.stderr()).isTrue();
            assertThat(page.stdout()).contains("token_file", "EXAMPLES:", "RETURN VALUES:");
        }
    }

    /** Captures, verifies, lists, downloads and reports, in that order. */
    @Test
    void a_play_changes_something_the_first_time_and_nothing_the_second_or_if_it_only_checks() throws IOException {
        for (var file : downloads()) {
            Files.delete(file);
        }
        operator.captures(subsystem);
        subsystem.rotateSecret(SECRET);
        var before = operator.latest(subsystem).<String>path("id");

        var checked = playAll("--check");

        assertThat(recap(checked)).containsPattern("ok=4 +changed=2 .* failed=0 +skipped=1 ");
        assertThat(operator.latest(subsystem).<String>path("id")).isEqualTo(before);
        assertThat(downloads()).isEmpty();

        assertThat(recap(playAll())).containsPattern("ok=5 +changed=2 .* failed=0 +skipped=0 ");

        var id = operator.latest(subsystem).<String>path("id");
        assertThat(id).isNotEqualTo(before);
        assertThat(downloads()).singleElement().satisfies(file -> {
            assertThat(file).hasFileName(id + ".tar").hasSameBinaryContentAs(stored(id));
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        });
        assertThat(recap(playAll())).containsPattern("ok=5 +changed=0 .* failed=0 +skipped=0 ");
        assertThat(recap(playAll("--check"))).containsPattern("ok=4 +changed=0 .* failed=0 +skipped=1 ");
    }

    @Test
    void the_play_of_its_page_runs_and_can_be_checked() {
        operator.captures(subsystem);
        var play = MarkdownFile.read("src/main/ansible/README.md").blocks().stream()
                .map(Block::text)
                .filter(text -> text.startsWith("- name: "))
                .findFirst()
                .orElseThrow()
                .replace("http://apic-dr.apic.svc:8080", service.address().toString())
                .replace("/var/run/secrets/tokens/apic-dr", token("admin").toString())
                .replace("/backup/apic", "downloads");

        assertThat(recap(play(play, "--check"))).contains("failed=0 ");
        assertThat(recap(play(play))).contains("failed=0 ");
    }

    @Test
    void each_module_names_the_problem_that_it_failed_on() {
        operator.captures(subsystem);
        var results = without(SECRET, () -> play(service.address(), """
                    - apicdr.dr.bundle_capture: {}
                      ignore_errors: true
                    - apicdr.dr.bundle_verify: {levels: [current], fail_on: fail}
                      ignore_errors: true
                    - apicdr.dr.bundle_info: {since: yesterday}
                      ignore_errors: true
                    - apicdr.dr.bundle_download: {id: management-x-20200101T000000Z-00000000, dest: .}
                      ignore_errors: true
                    - apicdr.dr.recoverability_info: {fail_on: fail}
                      ignore_errors: true
                """));

        assertThat(results.stdout())
                .containsSubsequence(
                        "\"msg\": \"subsystem-incomplete: ",
                        "\"msg\": \"verification-failed: ",
                        "\"msg\": \"invalid-request: ",
                        "\"msg\": \"bundle-not-found: ",
                        "\"msg\": \"not-recoverable: ");
    }

    @Test
    void says_that_no_service_answers_and_never_shows_the_token() throws IOException {
        var result = play(URI.create("http://127.0.0.1:1"), "    - apicdr.dr.bundle_info: {}\n", "-vvv");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.stdout()).contains("No answer from http://127.0.0.1:1/api/v1/bundles?");
        assertThat(result.stdout() + result.stderr())
                .doesNotContain(Files.readString(token("admin")).strip());
    }

    private Command.Result playAll(String... options) {
        var result = play(service.address(), """
                    - apicdr.dr.bundle_capture: {reason: before the upgrade}
                      register: capture
                    - apicdr.dr.bundle_verify: {levels: [authentic, complete, current], fail_on: warn}
                    - apicdr.dr.bundle_info: {limit: 3}
                    - apicdr.dr.bundle_download: {dest: downloads}
                    - apicdr.dr.recoverability_info: {}
                """, options);
        assertThat(result.exit()).as(result.stdout()).isZero();
        return result;
    }

    private static String recap(Command.Result result) {
        return result.stdout().substring(result.stdout().indexOf("PLAY RECAP"));
    }

    private static List<Path> downloads() throws IOException {
        try (var files = Files.list(Files.createDirectories(home.resolve("downloads")))) {
            return files.toList();
        }
    }

    private Command.Result play(URI address, String tasks, String... options) {
        return play("""
                    - hosts: localhost
                      gather_facts: false
                      module_defaults:
                        group/apicdr.dr.service: {url: %s, token_file: %s}
                      tasks:
                    %s""".formatted(address, token("admin"), tasks), options);
    }

    private static Command.Result play(String play, String... options) {
        try {
            Files.createDirectories(home.resolve("downloads"));
            Files.writeString(home.resolve("play.yml"), play);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var command = new ArrayList<>(List.of("ansible-playbook", "play.yml"));
        command.addAll(List.of(options));
        return run(command.toArray(String[]::new));
    }

    private static Command.Result run(String... command) {
        var line = new ArrayList<>(List.of("env", "HOME=" + home, "LC_ALL=C.UTF-8", "ANSIBLE_NOCOLOR=1"));
        line.addAll(List.of(command));
        return Command.run(LIMIT, home, line.toArray(String[]::new));
    }
}
