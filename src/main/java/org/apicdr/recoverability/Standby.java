package org.apicdr.recoverability;

import java.util.Locale;
import java.util.Optional;
import org.apicdr.subsystem.SubsystemSnapshot;

/** The passive site of a two-data-centre pair: its database is a copy, and it is the active one's that is backed up. */
final class Standby {

    private Standby() {}

    /** Why nothing is asked of the backups of a site; empty where it is not passive. */
    static Optional<String> reason(SubsystemSnapshot live) {
        var mode = live.management().component().resource().at("/status/haMode").asText("");
        var word = mode.toLowerCase(Locale.ROOT);
        return word.contains("passive") || word.contains("standby")
                ? Optional.of("this site is the passive one of a pair (haMode %s): ask the active site about backups"
                        .formatted(mode))
                : Optional.empty();
    }
}
