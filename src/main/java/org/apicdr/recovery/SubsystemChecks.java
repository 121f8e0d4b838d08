package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.BACKUP_CREDENTIALS;
import static org.apicdr.recovery.CheckId.CLUSTER_ACCESS;
import static org.apicdr.recovery.CheckId.CREDENTIAL_SECRETS;
import static org.apicdr.recovery.CheckId.ENCRYPTION_SECRET;
import static org.apicdr.recovery.CheckId.ENDPOINTS;
import static org.apicdr.recovery.CheckId.REFERENCES;
import static org.apicdr.recovery.CheckId.SETTINGS;
import static org.apicdr.recovery.CheckId.SUBSYSTEM_HEALTHY;
import static org.apicdr.recovery.CheckId.VERSIONS_MATCH;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.core.Sentences;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.apicdr.subsystem.SecretRequirements;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Steps 1 and 2 of the procedure: the cluster is reachable, and everything that must be saved exists. */
@ApplicationScoped
class SubsystemChecks implements CheckGroup {

    private static final List<CheckId> REQUIRE_CLUSTER = List.of(
            SUBSYSTEM_HEALTHY,
            ENCRYPTION_SECRET,
            CREDENTIAL_SECRETS,
            BACKUP_CREDENTIALS,
            REFERENCES,
            ENDPOINTS,
            SETTINGS,
            VERSIONS_MATCH);

    private static final Set<SecretRole> OWN_CHECK = Set.of(SecretRole.ENCRYPTION, SecretRole.BACKUP_CREDENTIALS);

    private final SecretRequirements rules;

    SubsystemChecks(SecretRequirements rules) {
        this.rules = rules;
    }

    @Override
    public List<RecoverabilityCheck> check(RecoverabilityInputs inputs) {
        return inputs.live().match(this::checks, SubsystemChecks::unreachable);
    }

    private static List<RecoverabilityCheck> unreachable(String why) {
        var checks = new ArrayList<RecoverabilityCheck>();
        checks.add(RecoverabilityCheck.fail(
                CLUSTER_ACCESS, why, "Restore access to the cluster first. Without it, nothing can be captured."));
        checks.addAll(RecoverabilityCheck.skipped(REQUIRE_CLUSTER, RecoverabilityInputs.NO_CLUSTER));
        return checks;
    }

    private List<RecoverabilityCheck> checks(SubsystemSnapshot live) {
        int secrets = live.components().stream()
                .mapToInt(component -> component.secrets().size())
                .sum();
        return List.of(
                RecoverabilityCheck.pass(
                        CLUSTER_ACCESS, "%s were read, with %d secrets.".formatted(components(live), secrets)),
                healthy(live),
                requireNoneMissing(
                        ENCRYPTION_SECRET,
                        missing(live, SecretRole.ENCRYPTION::equals),
                        "The encryption secret exists."),
                requireNoneMissing(
                        CREDENTIAL_SECRETS,
                        missing(live, role -> !OWN_CHECK.contains(role)),
                        "Every credential secret that the status names exists."),
                requireNoneMissing(
                        BACKUP_CREDENTIALS, backupCredentials(live), "The credentials of the backups exist."),
                references(live),
                endpoints(live),
                settings(live),
                versions(live));
    }

    private static String components(SubsystemSnapshot live) {
        return live.resources().stream().map(SubsystemComponent::title).collect(Collectors.joining(", "));
    }

    private static RecoverabilityCheck healthy(SubsystemSnapshot live) {
        var unhealthy = live.resources().stream()
                .filter(component -> !component.healthy())
                .map(SubsystemComponent::health)
                .toList();
        return unhealthy.isEmpty()
                ? RecoverabilityCheck.pass(
                        SUBSYSTEM_HEALTHY, live.management().component().health() + ".")
                : RecoverabilityCheck.fail(
                        SUBSYSTEM_HEALTHY,
                        String.join("; ", unhealthy) + ".",
                        "Bring it to Running with n/n. A backup that is started before that may hang forever.");
    }

    private static RecoverabilityCheck requireNoneMissing(CheckId id, List<String> missing, String pass) {
        return missing.isEmpty()
                ? RecoverabilityCheck.pass(id, pass)
                : RecoverabilityCheck.fail(
                        id,
                        "Missing: %s.".formatted(String.join(", ", missing)),
                        "Restore it from the newest bundle that contains it, or have the operator"
                                + " create it again, and capture a new bundle.");
    }

    private List<String> missing(SubsystemSnapshot live, Predicate<SecretRole> role) {
        var missing = new TreeSet<String>();
        for (var component : live.components()) {
            component.missing().stream()
                    .filter(name -> rules.roleOf(component.component(), name)
                            .filter(role)
                            .isPresent())
                    .forEach(missing::add);
        }
        return List.copyOf(missing);
    }

    private List<String> backupCredentials(SubsystemSnapshot live) {
        var missing = new ArrayList<>(missing(live, SecretRole.BACKUP_CREDENTIALS::equals));
        live.backedUp().stream()
                .map(ComponentSnapshot::component)
                .map(BackupSettings::new)
                .filter(settings ->
                        settings.remote() && settings.text("credentials").isEmpty())
                .map(settings -> settings.path("credentials"))
                .forEach(missing::add);
        return missing;
    }

    /** Checks the referenced objects other than required secrets, which have checks of their own. */
    private static RecoverabilityCheck references(SubsystemSnapshot live) {
        var sentences = live.components().stream()
                .flatMap(component -> ReferencedObject.sentences(besidesMissing(component)).stream()
                        .map(sentence ->
                                "%s: %s".formatted(component.component().title(), sentence)))
                .toList();
        if (!sentences.isEmpty()) {
            return RecoverabilityCheck.warn(
                    REFERENCES, Sentences.clause(String.join("; ", sentences)) + ".", ReferencedObject.REMEDY);
        }
        var counts = new EnumMap<Treatment, Integer>(Treatment.class);
        live.components().stream()
                .flatMap(component -> component.references().stream())
                .forEach(reference -> counts.merge(reference.treatment(), 1, Integer::sum));
        return RecoverabilityCheck.pass(
                REFERENCES,
                "Of the fields that name an object, %d are saved, %d are recreated, and %d must be provided."
                        .formatted(
                                counts.getOrDefault(Treatment.REQUIRED, 0) + counts.getOrDefault(Treatment.SAVED, 0),
                                counts.getOrDefault(Treatment.RECREATED, 0),
                                counts.getOrDefault(Treatment.PROVIDED, 0)));
    }

    private static List<ReferencedObject> besidesMissing(ComponentSnapshot component) {
        return component.referencesToLookAt().stream()
                .filter(reference -> !component.missing().contains(reference.name()))
                .toList();
    }

    private static RecoverabilityCheck endpoints(SubsystemSnapshot live) {
        var without = live.backedUp().stream()
                .filter(component -> component.endpoints().isEmpty())
                .map(ComponentSnapshot::component)
                .map(SubsystemComponent::title)
                .toList();
        return without.isEmpty()
                ? RecoverabilityCheck.pass(ENDPOINTS, "The endpoints are known.")
                : RecoverabilityCheck.fail(
                        ENDPOINTS,
                        "There is no endpoint in %s.".formatted(String.join(", ", without)),
                        "Set the endpoints in the resource. The new installation must have the same ones.");
    }

    /** Table 1 of the procedure: checks the settings that a new installation needs to restore the backups of the old one. */
    private static RecoverabilityCheck settings(SubsystemSnapshot live) {
        var issues = new ArrayList<String>();
        for (var component : live.backedUp()) {
            if (component.missing().contains("spec.siteName")) {
                issues.add("spec.siteName of %s is missing or invalid."
                        .formatted(component.component().title()));
            }
            issues.addAll(destinationIssues(component.component()));
        }
        var external = live.management().component().hasExternalDatabase()
                ? " The database is external. Those who run it are responsible for its backup."
                : "";
        return issues.isEmpty()
                ? RecoverabilityCheck.pass(SETTINGS, "Site names and backup destinations are set." + external)
                : RecoverabilityCheck.fail(
                        SETTINGS,
                        String.join(" ", issues),
                        "Set it in the resource, take a backup, and capture a new bundle.");
    }

    private static List<String> destinationIssues(SubsystemComponent component) {
        if (component.hasExternalDatabase()) {
            return List.of();
        }
        var settings = new BackupSettings(component);
        if (!settings.remote()) {
            return List.of("%s is %s. Local backups are lost in a disaster."
                    .formatted(
                            settings.path("protocol"), settings.text("protocol").isEmpty() ? "not set" : "local"));
        }
        return Stream.of("host", "path")
                .filter(key -> settings.text(key).isEmpty())
                .map(key -> settings.path(key) + " is not set.")
                .toList();
    }

    /** Compares version and fix pack. The build number after the hyphen may differ. */
    private static RecoverabilityCheck versions(SubsystemSnapshot live) {
        var versions = new TreeMap<String, List<String>>();
        live.backedUp().stream()
                .map(ComponentSnapshot::component)
                .forEach(component -> versions.computeIfAbsent(
                                component.version().split("-", 2)[0], version -> new ArrayList<>())
                        .add(component.title()));
        if (versions.size() == 1) {
            return RecoverabilityCheck.pass(
                    VERSIONS_MATCH, "All components have version %s.".formatted(versions.firstKey()));
        }
        var parts = new ArrayList<String>();
        versions.forEach((version, components) -> parts.add("%s is %s"
                .formatted(String.join(", ", components), version.isEmpty() ? "without a version" : version)));
        return RecoverabilityCheck.fail(
                VERSIONS_MATCH,
                "The versions differ: %s.".formatted(String.join("; ", parts)),
                "Bring management and portal to the same version and fix pack. Backups of"
                        + " different versions do not match.");
    }
}
