package org.apicdr.recovery;

import java.util.List;
import java.util.Optional;
import org.apicdr.subsystem.SubsystemComponent;

/** Explains why the backups of a passive component are not checked: the active one of its pair is backed up. */
final class PassiveSite {

    private static final String REMEDY = ". Check the backups of the active one.";

    private PassiveSite() {}

    /** Returns why the backups of a component are not checked; empty if it is not passive. */
    static Optional<String> reason(SubsystemComponent subsystemComponent) {
        return subsystemComponent.passive() ? Optional.of(subsystemComponent.passiveRole() + REMEDY) : Optional.empty();
    }

    /** Returns the reasons for the passive components. */
    static List<String> reasons(List<SubsystemComponent> components) {
        return components.stream()
                .flatMap(subsystemComponent -> reason(subsystemComponent).stream())
                .toList();
    }
}
