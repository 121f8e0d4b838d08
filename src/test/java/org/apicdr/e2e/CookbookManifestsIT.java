package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cookbook's Job, Task and pipeline: what they hold, and what they run, in a shell of this machine. */
@Tag("docs")
class CookbookManifestsIT extends ServiceForAll {

    static final List<String> CHAPTERS = List.of("Who may call", "Argo CD", "Tekton", "GitLab CI");

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final Cookbook cookbook = new Cookbook(CHAPTERS, token("operator"));
    private final String gate =
            new Cookbook(CookbookGateIT.CHAPTERS, token("operator")).recipe("The gate", service.address());

    @TempDir
    private Path folder;

    CookbookManifestsIT(OperatedService operated) {
        super(operated);
        Command.require("curl");
    }

    @AfterAll
    void every_recipe_was_tried() {
        assertThat(cookbook.untried()).isEmpty();
    }

    @BeforeEach
    void changeSomething() {
        subsystem.rotateSecret("management-juhu-cred");
    }

    @Test
    void the_api_server_takes_the_job() throws IOException {
        var file = Files.writeString(folder.resolve("job.yaml"), cookbook.recipe("Argo CD", service.address()));

        assertThat(parts.api()
                        .kubectl(
                                "apply",
                                "--dry-run=server",
                                "--namespace=" + subsystem.namespace(),
                                "--filename=" + file))
                .isEqualTo("job.batch/dr-gate created (server dry run)\n");
    }

    @Test
    void the_account_of_the_job_may_run_the_gate() throws IOException {
        var examples = Map.of(
                "-n apic ",
                "-n %s ".formatted(subsystem.namespace()),
                "=apic:",
                "=%s:".formatted(subsystem.namespace()));
        var shell = OperatorShell.in(folder, parts.api(), examples);
        shell.types(cookbook.recipe("Who may call", service.address()));
        shell.types(cookbook.recipe("Outside of a pod", service.address()));
        var token = shell.folder().resolve("token");

        assertThat(manifest("Argo CD")
                        .at("/spec/template/spec/serviceAccountName")
                        .asText())
                .isEqualTo("dr-gate");
        assertLeavesABundle(
                gate, Map.of("APIC_DR", service.address().toString(), "GATE", "hard", "TOKEN", token.toString()));
        assertThat(operator.latest(subsystem).<String>path("manifest.requestedBy"))
                .isEqualTo("system:serviceaccount:%s:dr-gate".formatted(subsystem.namespace()));
        assertThat(shell.types("stat -c %a token")).isEqualTo("600\n");
    }

    @Test
    void the_job_runs_the_gate_before_a_sync() throws IOException {
        var job = manifest("Argo CD");
        var container = job.at("/spec/template/spec/containers/0");

        assertThat(job.at("/metadata/annotations/argocd.argoproj.io~1hook").asText())
                .isEqualTo("PreSync");
        assertThat(job.at("/metadata/annotations/argocd.argoproj.io~1hook-delete-policy")
                        .asText())
                .isEqualTo("BeforeHookCreation");
        assertThat(container.path("command")).extracting(JsonNode::asText).containsExactly("sh", "-c");
        assertThat(container.at("/args/0").asText()).isEqualTo(gate);
        assertLeavesABundle(container.at("/args/0").asText(), environment(container.path("env")));
    }

    @Test
    void the_task_runs_the_gate_and_gives_the_id_of_the_bundle() throws IOException {
        var task = manifest("Tekton").path("spec");
        var step = task.at("/steps/0");
        var substituted = new HashMap<String, String>();
        substituted.put("$(results.bundle.path)", folder.resolve("bundle").toString());
        task.path("params")
                .forEach(parameter -> substituted.put(
                        "$(params.%s)".formatted(parameter.path("name").asText()),
                        parameter.path("default").asText()));
        var environment = environment(step.path("env"));
        environment.replaceAll((name, value) -> substituted.getOrDefault(value, value));

        assertThat(environment.values()).noneMatch(value -> value.contains("$("));
        assertThat(task.at("/results/0/name").asText()).isEqualTo("bundle");
        assertThat(step.path("script").asText()).isEqualTo("#!/bin/sh\n" + gate);
        assertLeavesABundle(step.path("script").asText(), environment);
        assertThat(folder.resolve("bundle"))
                .hasContent(operator.latest(subsystem).path("id"));
    }

    @Test
    void the_pipeline_runs_the_gate_as_a_file() throws IOException {
        var job = manifest("GitLab CI").path("save-for-recovery");
        var environment = new HashMap<String, String>();
        job.path("variables")
                .properties()
                .forEach(variable -> environment.put(
                        variable.getKey(), variable.getValue().asText().replace("$CI_PIPELINE_ID", "42")));
        Files.writeString(folder.resolve("dr-gate.sh"), gate);

        assertThat(environment).containsEntry("GATE", "hard");
        assertLeavesABundle(job.at("/script/0").asText(), environment);
        assertThat(operator.latest(subsystem).<String>path("manifest.reason")).isEqualTo("before pipeline 42");
    }

    private void assertLeavesABundle(String script, Map<String, String> environment) {
        var result = Shell.SYSTEM.run(folder, environment, script);

        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(result.stdout())
                .isEqualTo("Bundle %s is authentic, complete and current.\n"
                        .formatted(operator.latest(subsystem).<String>path("id")));
    }

    private JsonNode manifest(String heading) throws IOException {
        return YAML.readTree(cookbook.recipe(heading, service.address()));
    }

    private static Map<String, String> environment(JsonNode entries) {
        var environment = new HashMap<String, String>();
        entries.forEach(entry ->
                environment.put(entry.path("name").asText(), entry.path("value").asText()));
        return environment;
    }
}
