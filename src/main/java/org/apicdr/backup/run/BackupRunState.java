package org.apicdr.backup.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The state of a run or of one of its backups. */
@Schema(name = "RunState")
public enum BackupRunState {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("ready")
    READY,
    @JsonProperty("failed")
    FAILED;

    /** ManagementBackup and PortalBackup report {@code Ready}, EDB's Backup reports {@code completed}. */
    private static final Set<String> SUCCESS = Set.of("ready", "complete", "completed");

    /**
     * Maps an operator's phase to a state. The phases are not documented, so a phase that indicates neither success nor
     * failure counts as running.
     */
    static BackupRunState ofPhase(String phase) {
        var lowerCase = phase.toLowerCase(Locale.ROOT);
        if (SUCCESS.contains(lowerCase)) {
            return READY;
        }
        return lowerCase.contains("fail") || lowerCase.contains("error") ? FAILED : RUNNING;
    }

    /** Combines the states of several backups; one failure makes the whole run fail. */
    static BackupRunState ofAll(Collection<BackupRunState> states) {
        if (states.contains(FAILED)) {
            return FAILED;
        }
        return states.contains(RUNNING) ? RUNNING : READY;
    }
}
