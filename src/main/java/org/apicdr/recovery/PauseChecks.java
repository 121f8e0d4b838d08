package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.PAUSED;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apicdr.pause.Pause;
import org.apicdr.pause.PauseService;

/** Warns while the scheduled work of a subsystem is paused. */
@ApplicationScoped
class PauseChecks implements CheckGroup {

    private final PauseService pauseService;

    PauseChecks(PauseService pauseService) {
        this.pauseService = pauseService;
    }

    @Override
    public List<RecoverabilityCheck> check(RecoverabilityInputs inputs) {
        RecoverabilityCheck check = pauseService
                .last(inputs.ref())
                .match(
                        pause -> pause.map(PauseChecks::warning)
                                .orElseGet(() -> RecoverabilityCheck.pass(PAUSED, "Scheduled work is not paused.")),
                        why -> RecoverabilityCheck.skipped(PAUSED, why));
        return List.of(check);
    }

    private static RecoverabilityCheck warning(Pause pause) {
        return RecoverabilityCheck.warn(
                PAUSED, pause.sentence(), "Resume it with DELETE /api/v1/pause as soon as the reason is gone.");
    }
}
