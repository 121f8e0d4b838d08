package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.testsupport.Command;

/** What kubectl makes of a kustomization. */
record Kustomized(List<JsonNode> objects) {

    static final Path MANIFESTS = Path.of("src/main/kubernetes");

    static final Path BASE = MANIFESTS.resolve("base");

    static final Path OVERLAYS = MANIFESTS.resolve("overlays");

    /** Output of {@code kubectl kustomize} by command and folder: the manifests do not change while the tests run. */
    private static final Map<List<String>, String> OUTPUTS = new ConcurrentHashMap<>();

    static Kustomized of(Path kustomization) {
        return of("kubectl", kustomization);
    }

    static Kustomized of(String kubectl, Path kustomization) {
        var output = OUTPUTS.computeIfAbsent(List.of(kubectl, kustomization.toString()), Kustomized::run);
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(output)) {
            return new Kustomized(documents.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(List<String> kubectlAndFolder) {
        var result = Command.run(Path.of("."), kubectlAndFolder.get(0), "kustomize", kubectlAndFolder.get(1));
        assertThat(result.exit()).as(result.stderr()).isZero();
        return result.stdout();
    }

    /** A site's own kustomization in a new folder; {@code ../apic-dr} in it stands for the clone. */
    static Kustomized site(Path folder, String kustomization) {
        try {
            var site = Files.createTempDirectory(folder, "site");
            var clone = site.toRealPath().relativize(Path.of("").toRealPath());
            Files.writeString(
                    site.resolve("kustomization.yaml"), kustomization.replace("../apic-dr", clone.toString()));
            return of(site);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only object of that kind. */
    JsonNode the(String kind) {
        assertThat(all(kind)).as(kind).hasSize(1);
        return all(kind).get(0);
    }

    List<JsonNode> all(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    JsonNode pod() {
        return the("Deployment").at("/spec/template/spec");
    }

    JsonNode container() {
        return pod().at("/containers/0");
    }

    /** Kind, namespace and name of each object. */
    List<String> names() {
        return objects.stream()
                .map(object -> "%s %s/%s"
                        .formatted(
                                object.path("kind").asText(),
                                object.at("/metadata/namespace").asText(),
                                object.at("/metadata/name").asText()))
                .toList();
    }
}
