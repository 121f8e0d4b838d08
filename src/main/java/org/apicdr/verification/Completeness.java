package org.apicdr.verification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SecretRules;

/** The level {@code complete}: everything is there that the captured status named. */
@ApplicationScoped
public class Completeness {

    private static final String REMEDY =
            "mend the subsystem and capture a new bundle; this one does not suffice to recover";

    private final SecretRules rules;

    Completeness(SecretRules rules) {
        this.rules = rules;
    }

    /** From the payload where it was opened, else from the manifest. */
    public List<Check> check(Manifest manifest, Optional<Payload> payload) {
        var lacking = new ArrayList<String>();
        for (var entry : manifest.subsystems()) {
            lacking.addAll(entry.missing());
            lacking.addAll(payload.map(opened -> lackingIn(opened, entry)).orElseGet(() -> lackingIn(entry)));
        }
        var from = payload.isPresent() ? "the payload" : "the manifest (the payload was not opened)";
        return List.of(
                check("secrets", lacking, "every secret that the captured status named is there, by " + from),
                check("endpoints", without(manifest, entry -> entry.endpoints().isEmpty()), "the endpoints are there"),
                check("settings", without(manifest, Completeness::lacksSettings), "the settings are there"));
    }

    private static Check check(String id, List<String> lacking, String pass) {
        return lacking.isEmpty()
                ? Check.pass(id, Level.COMPLETE, pass)
                : Check.fail(
                        id,
                        Level.COMPLETE,
                        "missing: " + lacking.stream().distinct().collect(Collectors.joining(", ")),
                        REMEDY);
    }

    private List<String> lackingIn(Payload payload, Manifest.Entry entry) {
        var folder = PayloadPaths.folder(entry);
        var present = payload.entries().keySet().stream()
                .filter(name -> name.startsWith(folder + "secrets/") && name.endsWith(".yaml"))
                .map(name -> name.substring(name.lastIndexOf('/') + 1, name.length() - ".yaml".length()))
                .collect(Collectors.toSet());
        return payload.entry(folder + entry.kind().toLowerCase(Locale.ROOT) + ".yaml")
                .map(Yaml::read)
                .map(yaml -> rules.lacking(new Component(kind(entry), (ObjectNode) yaml), present))
                .orElse(List.of("the resource of " + entry.path()));
    }

    private List<String> lackingIn(Manifest.Entry entry) {
        var lacking = new ArrayList<String>();
        if (entry.secrets().stream().noneMatch(secret -> secret.role() == SecretRole.ENCRYPTION)) {
            lacking.add("status.encryptionSecret");
        }
        if (kind(entry) == ResourceKind.MANAGEMENT_CLUSTER) {
            rules.requiredCredentials().stream()
                    .filter(key -> entry.secrets().stream().noneMatch(secret -> key.equals(secret.statusKey())))
                    .map(key -> "status." + key)
                    .forEach(lacking::add);
        }
        return lacking;
    }

    private static ResourceKind kind(Manifest.Entry entry) {
        return entry.kind().equals(ResourceKind.MANAGEMENT_CLUSTER.kind())
                ? ResourceKind.MANAGEMENT_CLUSTER
                : ResourceKind.PORTAL_CLUSTER;
    }

    private static List<String> without(Manifest manifest, Predicate<Manifest.Entry> lacks) {
        return manifest.subsystems().stream()
                .filter(lacks)
                .map(Manifest.Entry::path)
                .toList();
    }

    private static boolean lacksSettings(Manifest.Entry entry) {
        return entry.siteName().isEmpty()
                || entry.name().isEmpty()
                || entry.version().isEmpty();
    }
}
