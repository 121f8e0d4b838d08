package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.SETTINGS;

import java.util.ArrayList;
import java.util.List;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Table 1 of the procedure: the settings that a new installation needs to restore the backups of the old one. */
final class SettingsCheck {

    private SettingsCheck() {}

    static RecoverabilityCheck of(SubsystemSnapshot live) {
        var issues = new ArrayList<String>();
        live.backedUp().forEach(component -> {
            if (component.missing().contains("spec.siteName")) {
                issues.add("spec.siteName of %s is missing or invalid."
                        .formatted(BackupSettings.name(component.component())));
            }
            issues.addAll(backup(component.component()));
        });
        return issues.isEmpty()
                ? RecoverabilityCheck.pass(SETTINGS, "Site names and backup destinations are set." + external(live))
                : RecoverabilityCheck.fail(
                        SETTINGS,
                        String.join(" ", issues),
                        "Set it in the resource, take a backup, and capture a new bundle.");
    }

    private static String external(SubsystemSnapshot live) {
        return live.management().component().hasExternalDatabase()
                ? " The database is external. Those who run it are responsible for its backup."
                : "";
    }

    private static List<String> backup(SubsystemComponent subsystemComponent) {
        var block = BackupSettings.of(subsystemComponent);
        if (subsystemComponent.hasExternalDatabase()) {
            return List.of();
        }
        if (!block.remote()) {
            return List.of("%s is %s. Local backups are lost in a disaster."
                    .formatted(block.path("protocol"), block.text("protocol").isEmpty() ? "not set" : "local"));
        }
        return List.of("host", "path").stream()
                .filter(key -> block.text(key).isEmpty())
                .map(key -> block.path(key) + " is not set.")
                .toList();
    }
}
