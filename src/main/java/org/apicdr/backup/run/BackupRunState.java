package org.apicdr.backup.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far a run has come, or one of its backups. */
@Schema(name = "RunState")
public enum BackupRunState {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("ready")
    READY,
    @JsonProperty("failed")
    FAILED;

    /** ManagementBackup and PortalBackup say {@code Ready}, EDB's Backup {@code completed}. */
    private static final Set<String> SUCCESS = Set.of("ready", "complete", "completed");

    /**
     * What the operator's word for it means. No document lists the words: what speaks neither of success nor of failure is
     * a step on the way.
     */
    static BackupRunState ofPhase(String phase) {
        var word = phase.toLowerCase(Locale.ROOT);
        if (SUCCESS.contains(word)) {
            return READY;
        }
        return word.contains("fail") || word.contains("error") ? FAILED : RUNNING;
    }

    /** The state of what consists of these: a failure of one cannot be undone by the others. */
    static BackupRunState ofAll(Collection<BackupRunState> states) {
        if (states.contains(FAILED)) {
            return FAILED;
        }
        return states.contains(RUNNING) ? RUNNING : READY;
    }
}
