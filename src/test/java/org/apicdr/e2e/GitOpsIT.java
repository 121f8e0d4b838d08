package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.MarkdownFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests for Argo CD, Flux, Tekton and GitLab CI: what they hold, and what they run, in a shell of this machine. */
@Tag("docs")
class GitOpsIT extends ServiceForAll {

    private static final Path FILES = Path.of("src", "main", "gitops");
    private static final String SCRIPT = "dr-gate.sh";

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final MarkdownFile page = MarkdownFile.read("docs/gitops.md");

    @TempDir
    private Path folder;

    GitOpsIT(OperatedService operated) {
        super(operated);
        Command.require("curl", "kubectl");
    }

    @BeforeEach
    void changeSomething() {
        subsystem.rotateSecret("management-juhu-cred");
    }

    @Test
    void the_account_of_the_job_runs_the_gate_with_the_environment_of_the_job() {
        var shell = shell();
        var token = folder.resolve("token");
        var environment = environment(Kustomized.of(FILES.resolve("job")));
        environment.put("TOKEN", token.toString());
        try {
            assertThat(shell.types("kubectl apply --validate=strict -k .").lines())
                    .containsExactlyInAnyOrder(
                            "serviceaccount/dr-gate created",
                            "rolebinding.rbac.authorization.k8s.io/dr-gate created",
                            "configmap/dr-gate created",
                            "job.batch/dr-gate created");
            shell.types("kubectl -n apic create token dr-gate --audience=apic-dr > " + token);

            assertThat(shell.types("kubectl -n apic get configmap dr-gate -o 'jsonpath={.data.dr-gate\\.sh}'"))
                    .isEqualTo(script());
            assertLeavesABundle(environment);
            assertThat(operator.latest(subsystem).<String>path("manifest.requestedBy"))
                    .isEqualTo("system:serviceaccount:%s:dr-gate".formatted(subsystem.namespace()));
        } finally {
            shell.types("kubectl delete -k .");
        }
    }

    @Test
    void the_job_of_the_page_is_hard_and_asks_for_recoverability() throws IOException {
        var job = Kustomized.site(folder, block("The gate", 0));

        assertThat(environment(job))
                .containsEntry("GATE", "hard")
                .containsEntry("FAIL_ON", "fail")
                .containsEntry("REASON", "before a change by GitOps");
    }

    @Test
    void the_job_mounts_what_it_runs_and_is_restricted() {
        var job = Kustomized.of(FILES.resolve("job"));
        var pod = job.the("Job").at("/spec/template/spec");

        assertMounts(job, pod.path("volumes"), container(job));
        assertThat(pod.path("serviceAccountName"))
                .isEqualTo(job.the("ServiceAccount").at("/metadata/name"));
        assertThat(RestrictedControl.all()).allMatch(control -> control.isMetBy(pod));
    }

    @Test
    void argo_cd_makes_the_account_and_the_script_before_the_job() {
        var job = Kustomized.of(FILES.resolve("job"));

        assertThat(job.objects()).allSatisfy(object -> {
            assertThat(annotation(object, "argocd.argoproj.io/hook")).isEqualTo("PreSync");
            assertThat(annotation(object, "argocd.argoproj.io/hook-delete-policy"))
                    .isEqualTo("BeforeHookCreation");
            assertThat(annotation(object, "argocd.argoproj.io/sync-wave"))
                    .isEqualTo(object.path("kind").asText().equals("Job") ? "" : "-1");
        });
    }

    @Test
    void flux_runs_the_gate_again_and_waits_for_it() throws IOException {
        var gate = documents("Flux").get(0).path("spec");
        var apiConnect = documents("Flux").get(1).path("spec");
        var job = Kustomized.site(folder, """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: %s
                resources: [../apic-dr/src/main/gitops/job]
                patches: %s
                """.formatted(subsystem.namespace(), gate.path("patches")));
        var spec = job.the("Job").path("spec");
        var file = Files.writeString(folder.resolve("job.json"), job.the("Job").toString());

        assertThat(parts.api()
                        .kubectl("create", "--dry-run=server", "--validate=strict", "--filename=" + file, "-o=name"))
                .isEqualTo("job.batch/dr-gate\n");
        var gone = Duration.ofSeconds(spec.path("ttlSecondsAfterFinished").asInt());
        assertThat(gone).isPositive().isLessThan(minutes(gate, "retryInterval"));
        assertThat(Duration.ofSeconds(spec.path("activeDeadlineSeconds").asInt()))
                .isLessThan(minutes(gate, "timeout"));
        assertThat(gate.path("wait").asBoolean()).isTrue();
        assertThat(apiConnect.at("/dependsOn/0/name"))
                .isEqualTo(documents("Flux").get(0).at("/metadata/name"));
        assertThat(apiConnect.path("sourceRef")).isEqualTo(gate.path("sourceRef"));
        assertThat(apiConnect.path("prune").asBoolean(true)).isFalse();
        assertThat(annotation(job.the("ConfigMap"), "kustomize.toolkit.fluxcd.io/substitute"))
                .isEqualTo("disabled");
    }

    @Test
    void the_task_runs_the_gate_and_gives_the_id_of_the_bundle() {
        var tekton = Kustomized.of(FILES.resolve("tekton"));
        var task = tekton.the("Task").path("spec");
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
        assertThat(environment.keySet()).containsAll(substitutable());
        assertMounts(tekton, task.path("volumes"), step);
        assertThat(task.at("/results/0/name").asText()).isEqualTo("bundle");
        environment.put("TOKEN", token("operator").toString());
        assertLeavesABundle(environment);
        assertThat(folder.resolve("bundle"))
                .hasContent(operator.latest(subsystem).path("id"));
    }

    @Test
    void the_pipeline_of_tekton_gives_the_task_what_it_takes_and_upgrades_after_it() throws IOException {
        var task = Kustomized.of(FILES.resolve("tekton")).the("Task");
        var tasks = documents("Tekton").get(0).at("/spec/tasks");
        var gate = tasks.path(0);
        var upgrade = tasks.path(1);

        assertThat(gate.at("/taskRef/name")).isEqualTo(task.at("/metadata/name"));
        assertThat(gate.path("params").findValuesAsText("name"))
                .isNotEmpty()
                .isSubsetOf(task.at("/spec/params").findValuesAsText("name"));
        assertThat(upgrade.at("/runAfter/0")).isEqualTo(gate.path("name"));
        assertThat(upgrade.path("params").findValuesAsText("value"))
                .contains("$(tasks.%s.results.%s)"
                        .formatted(
                                gate.path("name").asText(),
                                task.at("/spec/results/0/name").asText()));
    }

    @Test
    void the_pipeline_of_gitlab_runs_the_gate_as_a_file() throws IOException {
        var job = documents("GitLab CI").get(0).path("save-for-recovery");
        var environment = new HashMap<String, String>();
        job.path("variables")
                .properties()
                .forEach(variable -> environment.put(
                        variable.getKey(), variable.getValue().asText().replace("$CI_PIPELINE_ID", "42")));
        environment.put("TOKEN", token("operator").toString());
        Files.writeString(folder.resolve(SCRIPT), script());

        assertThat(environment).containsEntry("GATE", "hard");
        assertLeavesABundle(environment, job.at("/script/0").asText());
        assertThat(operator.latest(subsystem).<String>path("manifest.reason")).isEqualTo("before pipeline 42");
    }

    @Test
    void a_second_installation_shares_no_object_with_the_first() throws IOException {
        var first = names(Kustomized.of(Kustomized.BASE));
        var second = names(Kustomized.site(folder, """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: test
                resources: [../apic-dr/src/main/kubernetes/base]
                """ + block("A second installation", 0)));

        assertThat(second).hasSameSizeAs(first).doesNotContainAnyElementsOf(first);
        assertThat(second).contains("ClusterRole  apic-dr-access-test", "ClusterRoleBinding  apic-dr-access-test");
    }

    @Test
    void secrets_and_resources_of_api_connect_are_never_pruned() throws IOException {
        var resource = documents("What belongs into git").get(0).at("/metadata/annotations");
        var secret = documents("Secrets").get(0);

        assertThat(resource.properties())
                .extracting(Map.Entry::toString)
                .containsExactlyInAnyOrder(
                        "argocd.argoproj.io/sync-options=\"Prune=false,Delete=false\"",
                        "kustomize.toolkit.fluxcd.io/prune=\"disabled\"");
        assertThat(secret.at("/metadata/annotations")).isEqualTo(resource);
        assertThat(secret.at("/spec/target/name").asText()).isEqualTo("apic-dr-seal");
        assertThat(documents("Argo CD")
                        .get(0)
                        .at("/spec/syncPolicy/automated/selfHeal")
                        .asBoolean())
                .isTrue();
    }

    /** A shell in a folder with the kustomization of the gate for the subsystem's namespace. */
    private OperatorShell shell() {
        var namespace = subsystem.namespace();
        var shell = OperatorShell.in(
                folder,
                parts.api(),
                Map.of("namespace: apic", "namespace: " + namespace, "-n apic ", "-n %s ".formatted(namespace)));
        shell.types("cat > kustomization.yaml <<'END'\n%sEND".formatted(block("The gate", 0)));
        return shell;
    }

    private void assertLeavesABundle(Map<String, String> environment) {
        assertLeavesABundle(environment, "sh " + GateIT.SCRIPT.toAbsolutePath());
    }

    private void assertLeavesABundle(Map<String, String> environment, String command) {
        environment.put("APIC_DR", service.address().toString());
        var result = Shell.SYSTEM.run(folder, environment, command);

        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(result.stdout())
                .isEqualTo("Bundle %s is authentic, complete and current.\n"
                        .formatted(operator.latest(subsystem).<String>path("id")));
    }

    /** The script, the CA and the token have the paths that the container and the script name. */
    private static void assertMounts(Kustomized kustomized, JsonNode volumes, JsonNode container) {
        var configMap = kustomized.the("ConfigMap");
        var token =
                volume(volumes, container, "/var/run/secrets/tokens").at("/projected/sources/0/serviceAccountToken");

        assertThat(container.path("command"))
                .extracting(JsonNode::asText)
                .containsExactly("sh", "/etc/dr-gate/" + SCRIPT);
        assertThat(volume(volumes, container, "/etc/dr-gate").at("/configMap/name"))
                .isEqualTo(configMap.at("/metadata/name"));
        assertThat(configMap.path("data").path(SCRIPT).asText())
                .isEqualTo(script())
                .contains("${TOKEN:-/var/run/secrets/tokens/%s}"
                        .formatted(token.path("path").asText()));
        assertThat(token.path("audience").asText()).isEqualTo("apic-dr");
        assertThat(environment(container.path("env"))).containsEntry("CURL_CA_BUNDLE", "/etc/apic-dr-ca/ca.crt");
        assertThat(volume(volumes, container, "/etc/apic-dr-ca")
                        .at("/configMap/optional")
                        .asBoolean())
                .isTrue();
    }

    /** The volume that a container has there. */
    private static JsonNode volume(JsonNode volumes, JsonNode container, String path) {
        var mount = only(container.path("volumeMounts"), "mountPath", path);
        return only(volumes, "name", mount.path("name").asText());
    }

    private static JsonNode only(JsonNode list, String field, String value) {
        return list.valueStream()
                .filter(each -> each.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s %s in %s".formatted(field, value, list)));
    }

    /** The variables of the script that a caller of the Task can set. */
    private static List<String> substitutable() {
        return List.of("APIC_DR", "GATE", "FAIL_ON", "REASON", "RESULT");
    }

    private static String script() {
        try {
            return Files.readString(GateIT.SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String block(String chapter, int index) {
        return page.texts(chapter, "yaml").get(index);
    }

    private List<JsonNode> documents(String chapter) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(lastBlock(chapter))) {
            return documents.readAll();
        }
    }

    private String lastBlock(String chapter) {
        var blocks = page.texts(chapter, "yaml");
        return blocks.get(blocks.size() - 1);
    }

    private static List<String> names(Kustomized kustomized) {
        return kustomized.objects().stream()
                .map(object -> "%s %s %s"
                        .formatted(
                                object.path("kind").asText(),
                                object.at("/metadata/namespace").asText(),
                                object.at("/metadata/name").asText()))
                .toList();
    }

    private static JsonNode container(Kustomized job) {
        return job.the("Job").at("/spec/template/spec/containers/0");
    }

    private static Map<String, String> environment(Kustomized job) {
        return environment(container(job).path("env"));
    }

    private static Map<String, String> environment(JsonNode entries) {
        var environment = new HashMap<String, String>();
        entries.forEach(entry ->
                environment.put(entry.path("name").asText(), entry.path("value").asText()));
        return environment;
    }

    private static String annotation(JsonNode object, String name) {
        return object.path("metadata").path("annotations").path(name).asText();
    }

    private static Duration minutes(JsonNode spec, String field) {
        return Duration.parse("PT" + spec.path(field).asText().toUpperCase(Locale.ROOT));
    }
}
