package org.apicdr.capture;

import java.util.ArrayList;
import java.util.List;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemSnapshot;

/** What does not keep a bundle from being made and still may keep an operator from recovering. */
final class Warnings {

    private Warnings() {}

    static List<String> of(SubsystemSnapshot snapshot, List<String> recipients) {
        var warnings = new ArrayList<String>();
        snapshot.components().forEach(component -> addTo(warnings, component));
        if (recipients.size() < 2) {
            warnings.add(
                    "sealed to one recipient only: whoever loses that identity cannot recover; add an offline one");
        }
        return warnings;
    }

    private static void addTo(List<String> warnings, ComponentSnapshot snapshot) {
        var component = snapshot.component();
        var protocol = component.backup().path("protocol").asText();
        if (protocol.isEmpty() || protocol.equals("local")) {
            warnings.add("%s %s/%s keeps its backups on the cluster only: they are lost with it"
                    .formatted(component.kind().kind(), component.namespace(), component.name()));
        }
    }
}
