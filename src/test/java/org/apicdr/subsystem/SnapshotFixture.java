package org.apicdr.subsystem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apicdr.subsystem.ComponentSnapshot.SavedSecret;
import org.apicdr.subsystem.ReferencedObject.Treatment;

/** Makes pictures of subsystems for plain tests. */
public final class SnapshotFixture {

    private SnapshotFixture() {}

    /** A picture of a component with every secret that it names. */
    public static ComponentSnapshot of(SubsystemComponent subsystemComponent) {
        return of(subsystemComponent, List.of());
    }

    /** The same with what it lacks. */
    public static ComponentSnapshot of(SubsystemComponent subsystemComponent, List<String> missing) {
        var secrets = new ArrayList<SavedSecret>();
        for (var reference : InstallationFixture.secretRules(Map.of())
                .named(subsystemComponent)
                .references()) {
            if (reference.treatment() == Treatment.REQUIRED) {
                var ref = SecretRef.of(subsystemComponent, reference);
                secrets.add(new SavedSecret(ref, Samples.secret(subsystemComponent.namespace(), ref.name())));
            }
        }
        var databaseCluster = subsystemComponent.isManagement() ? "management-82b290a2-postgres" : "";
        return new ComponentSnapshot(
                subsystemComponent, secrets, List.of(), List.of(), missing, List.of(), databaseCluster);
    }

    /** The same with one more reference. */
    public static ComponentSnapshot with(ComponentSnapshot snapshot, ReferencedObject reference) {
        return new ComponentSnapshot(
                snapshot.component(),
                snapshot.secrets(),
                snapshot.configMaps(),
                List.of(reference),
                snapshot.missing(),
                snapshot.backups(),
                snapshot.databaseCluster());
    }

    /** {@link Samples#management()} and a portal, nothing missing. */
    public static SubsystemSnapshot complete() {
        return of(of(Samples.management()), of(Samples.portal("apic", "portal")));
    }

    public static SubsystemSnapshot of(ComponentSnapshot management, ComponentSnapshot... portals) {
        return new SubsystemSnapshot(management, List.of(portals), List.of(), List.of());
    }
}
