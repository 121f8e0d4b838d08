package org.apicdr.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.bundle.Manifest;
import org.apicdr.crypto.AgeRecipients;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Warnings about conditions that do not prevent a bundle but may prevent a recovery. */
public final class BundleWarnings {

    private static final String ONE_RECIPIENT =
            "The bundle is sealed to one recipient only: if its age identity is lost,"
                    + " recovery is impossible. Add an offline recipient.";
    /** The same warning, as earlier versions wrote it into manifests. */
    private static final String ONE_RECIPIENT_BEFORE =
            "sealed to one recipient only: whoever loses that identity cannot recover; add an offline one";

    private BundleWarnings() {}

    /** Returns warnings about the recipients of a bundle. */
    static List<String> ofRecipients(AgeRecipients ageRecipients) {
        return ageRecipients.values().size() < 2 ? List.of(ONE_RECIPIENT) : List.of();
    }

    /** Returns the warnings of a bundle after it is sealed to other recipients. */
    public static List<String> resealed(List<String> before, AgeRecipients ageRecipients) {
        return Stream.concat(
                        before.stream()
                                .filter(warning ->
                                        !warning.equals(ONE_RECIPIENT) && !warning.equals(ONE_RECIPIENT_BEFORE)),
                        ofRecipients(ageRecipients).stream())
                .toList();
    }

    /** Returns warnings about the components of a subsystem. */
    static List<String> ofComponents(SubsystemSnapshot snapshot) {
        var warnings = new ArrayList<String>();
        snapshot.components().forEach(component -> addTo(warnings, component));
        return warnings;
    }

    /** Warns if the previous bundle is unknown. */
    static List<String> ofUnknownPrevious(Optional<String> why) {
        return why.stream()
                .map(sentence ->
                        "The previous bundle is unknown, so this bundle was not compared with it and does not name it."
                                + " " + sentence)
                .toList();
    }

    /**
     * Warns if the backup credentials changed since the previous bundle. An attacker could use such a change to have
     * another secret captured.
     */
    static List<String> ofChangedCredentials(SubsystemSnapshot snapshot, Optional<Manifest> previous) {
        var warnings = new ArrayList<String>();
        for (var component : snapshot.components()) {
            var now = credentials(component.secrets().stream()
                    .map(secret -> Map.entry(secret.ref().role(), secret.ref().name())));
            previous.flatMap(manifest -> manifest.subsystems().stream()
                            .filter(entry -> isOf(entry, component.component()))
                            .findFirst())
                    .map(entry -> credentials(
                            entry.secrets().stream().map(secret -> Map.entry(secret.role(), secret.name()))))
                    .filter(before -> !before.isEmpty() && !now.isEmpty() && !before.equals(now))
                    .map(before -> "%s names other backup credentials than before: %s, and %s in the previous bundle"
                            .formatted(
                                    component.component().title(), String.join(", ", now), String.join(", ", before)))
                    .ifPresent(warnings::add);
        }
        return warnings;
    }

    private static List<String> credentials(Stream<Map.Entry<SecretRole, String>> secrets) {
        return secrets.filter(secret -> secret.getKey() == SecretRole.BACKUP_CREDENTIALS)
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean isOf(Manifest.Entry entry, SubsystemComponent subsystemComponent) {
        return entry.kind().equals(subsystemComponent.kind().kind())
                && entry.namespace().equals(subsystemComponent.namespace())
                && entry.name().equals(subsystemComponent.name());
    }

    private static void addTo(List<String> warnings, ComponentSnapshot snapshot) {
        var subsystemComponent = snapshot.component();
        if (subsystemComponent.upgradesSites()) {
            warnings.add("%s runs site upgrades: its current state was captured. Capture again when they have finished."
                    .formatted(subsystemComponent.title()));
        }
        ReferencedObject.sentences(snapshot.referencesToLookAt()).stream()
                .map(sentence -> "%s: %s".formatted(subsystemComponent.title(), sentence))
                .forEach(warnings::add);
        if (subsystemComponent.hasExternalDatabase()) {
            warnings.add("%s uses an external database: its administrators must back it up and restore it."
                    .formatted(subsystemComponent.title()));
            return;
        }
        if (!subsystemComponent.hasBackups()) {
            return;
        }
        var protocol = subsystemComponent.backup().path("protocol").asText();
        if (protocol.isEmpty() || protocol.equals("local")) {
            warnings.add("%s keeps its backups on the cluster only: if the cluster is lost, they are lost, too."
                    .formatted(subsystemComponent.title()));
        }
    }
}
