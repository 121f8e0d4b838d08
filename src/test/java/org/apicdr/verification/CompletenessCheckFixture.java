package org.apicdr.verification;

import java.util.Map;
import org.apicdr.subsystem.InstallationFixture;

/** Makes {@link CompletenessCheck} for plain tests. */
public final class CompletenessCheckFixture {

    private CompletenessCheckFixture() {}

    /** By the rules that count where nothing is configured. */
    public static CompletenessCheck completeness() {
        return new CompletenessCheck(InstallationFixture.secretRules(Map.of()));
    }
}
