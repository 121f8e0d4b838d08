package org.apicdr.recovery;

import java.util.List;

/** Some of the checks; every {@link CheckId} is answered by exactly one of these, whatever was seen. */
interface CheckGroup {

    List<RecoverabilityCheck> of(RecoverabilityInputs recoverabilityInputs);
}
