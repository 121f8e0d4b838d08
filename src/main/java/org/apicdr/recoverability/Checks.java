package org.apicdr.recoverability;

import java.util.List;

/** Some of the checks; every {@link CheckId} is answered by exactly one of these, whatever was seen. */
interface Checks {

    List<Check> of(Survey survey);
}
