package org.apicdr.recoverability;

import java.util.List;
import java.util.Optional;
import org.apicdr.subsystem.Component;

/** Tells why the backups of a passive component are not judged: the active one of its pair is backed up. */
final class Standby {

    private static final String REMEDY = ": ask the active one about its backups";

    private Standby() {}

    /** Why nothing is asked of a component's backups; empty if it is not passive. */
    static Optional<String> reason(Component component) {
        return component.passive() ? Optional.of(component.passiveRole() + REMEDY) : Optional.empty();
    }

    /** The reasons of those components that are passive. */
    static List<String> reasons(List<Component> components) {
        return components.stream()
                .flatMap(component -> reason(component).stream())
                .toList();
    }
}
