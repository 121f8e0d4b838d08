package org.apicdr.subsystem;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.bundle.Yaml;

/**
 * The resources of one release, every field filled that can name another object. The first word of a name tells what becomes of the
 * object.
 */
public record ReleaseResources(String text) {

    private static final Pattern NAME = Pattern.compile("\\b(required|saved|tls|config|provided|recreated)-[a-z0-9-]+");

    /** The releases whose fields are known. */
    public static final List<String> RELEASES = List.of("10.0.5", "10.0.8", "12.1");

    /** Reads {@code 10.0.5}, {@code 10.0.8} or {@code 12.1}. */
    public static ReleaseResources read(String release) {
        var file = "/references/" + release + ".yaml";
        try (var in = Objects.requireNonNull(ReleaseResources.class.getResourceAsStream(file))) {
            return new ReleaseResources(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The resources, as they would be in a namespace. */
    public List<ObjectNode> in(String namespace) {
        return Stream.of(text.split("\n---\n"))
                .map(yaml -> (ObjectNode) Yaml.read(yaml.getBytes(UTF_8)))
                .peek(resource -> {
                    var metadata = resource.withObject("/metadata");
                    metadata.put("namespace", namespace);
                    metadata.put("uid", "uid-" + metadata.path("name").asText());
                    metadata.put("resourceVersion", "1");
                })
                .toList();
    }

    /** The names of all objects whose first word is one of these. */
    public SortedSet<String> names(String... firstWords) {
        var words = List.of(firstWords);
        return NAME.matcher(text)
                .results()
                .filter(result -> words.contains(result.group(1)))
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An API server that has the resources in {@code apic} and every object that they name. */
    public FakeSubsystemReader reader(boolean issued) {
        var reader = new FakeSubsystemReader();
        for (var resource : in("apic")) {
            reader.add(ResourceKind.ofKind(resource.path("kind").asText()).orElseThrow(), resource);
        }
        names("required", "saved").forEach(reader::addSecrets);
        for (var name : names("tls")) {
            var secret = Samples.secret("apic", name);
            if (issued) {
                Samples.set(secret, "/metadata/annotations", Map.of("cert-manager.io/certificate-name", name));
            }
            reader.put(secret);
        }
        names("config").forEach(name -> reader.putConfigMap(Samples.configMap("apic", name)));
        return reader;
    }
}
