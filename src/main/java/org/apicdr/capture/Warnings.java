package org.apicdr.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.seal.Recipients;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemSnapshot;

/** What does not keep a bundle from being made and still may keep an operator from recovering. */
public final class Warnings {

    private static final String ONE_RECIPIENT =
            "sealed to one recipient only: whoever loses that identity cannot recover; add an offline one";

    private Warnings() {}

    /** What is to be said of those whom a bundle is sealed to. */
    static List<String> of(Recipients recipients) {
        return recipients.values().size() < 2 ? List.of(ONE_RECIPIENT) : List.of();
    }

    /** The warnings of a bundle whose content is sealed to others. */
    public static List<String> resealed(List<String> before, Recipients recipients) {
        return Stream.concat(before.stream().filter(warning -> !warning.equals(ONE_RECIPIENT)), of(recipients).stream())
                .toList();
    }

    static List<String> of(SubsystemSnapshot snapshot) {
        var warnings = new ArrayList<String>();
        snapshot.components().forEach(component -> addTo(warnings, component));
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
