package org.apicdr.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.MarkdownFile.Block;
import org.apicdr.testsupport.RealParts;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.Sample;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The worst day: a bundle, what was kept off the cluster, public tools, and nothing of ours. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("docs")
class RecoveryByHandIT {

    private final KubeApi api;
    private final Map<Sample, SampleSubsystem> subsystems;
    private final RealParts parts;
    private final RunningService service;

    RecoveryByHandIT(KubeApi api) {
        this.api = api;
        api.installCrds();
        this.parts = RealParts.start(api);
        this.subsystems = Stream.of(Sample.values())
                .collect(Collectors.toMap(
                        sample -> sample, sample -> sample.create(api.client(), api.namespace("source"))));
        this.service = parts.service(
                subsystems.values().stream().map(SampleSubsystem::namespace).toList());
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @ParameterizedTest
    @EnumSource
    void needs_only_the_commands_in_the_bundle(Sample sample, @TempDir Path folder) throws IOException {
        var source = requireNonNull(subsystems.get(sample));
        var operator = new Operator(service);
        var id = operator.captures(source);
        var target = api.namespace("target");
        takeFromStore(source, id, folder);
        Files.writeString(
                folder.resolve("allowed_signers"), operator.get("/api/v1/trust").path("allowedSigners") + "\n");
        Files.copy(parts.identity("offline"), folder.resolve("identity.txt"));

        var result = Command.run(
                folder,
                "env",
                "NS=" + target,
                "PORTAL_NS_1=" + target,
                "KUBECONFIG=" + api.kubeconfig(folder),
                "bash",
                "-euo",
                "pipefail",
                "-c",
                commandsOf(folder, id));

        assertThat(result.stderr()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.stdout()).contains("Good \"apic-dr\" signature for test-dc1/" + source.namespace());
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
        assertThat(Files.exists(folder.resolve("opened/payload"))).isFalse();
    }

    private void assertRecovered(SampleSubsystem source, String target) throws IOException {
        var old = json("get", "managementcluster", source.name(), "-n", source.namespace(), "-o", "json");
        var recovered = json("get", "managementcluster", source.name(), "-n", target, "-o", "json");
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
    private static String commandsOf(Path folder, String id) {
        var guide =
                Command.run(folder, "tar", "-xOf", id + ".tar", "RECOVERY.md").stdout();
        return MarkdownFile.of(guide).blocks().stream()
                .filter(block -> block.language().equals("sh"))
                .map(Block::text)
                .collect(Collectors.joining("\n"));
    }

    private List<String> secretNames(String namespace) throws IOException {
        return json("get", "secrets", "-n", namespace, "-o", "json").path("items").findParents("metadata").stream()
                .map(secret -> secret.at("/metadata/name").asText())
                .toList();
    }

    private JsonNode secret(String namespace, String name) throws IOException {
        return json("get", "secret", name, "-n", namespace, "-o", "json");
    }

    private JsonNode json(String... arguments) throws IOException {
        return new ObjectMapper().readTree(api.kubectl(arguments));
    }
}
