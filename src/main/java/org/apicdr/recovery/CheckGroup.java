package org.apicdr.recovery;

import java.util.List;

/** A group of checks. Exactly one group reports each {@link CheckId}, also if its inputs are unavailable. */
interface CheckGroup {

    List<RecoverabilityCheck> check(RecoverabilityInputs inputs);
}
