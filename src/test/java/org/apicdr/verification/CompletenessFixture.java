package org.apicdr.verification;

import java.util.Map;
import org.apicdr.subsystem.InstallationFixture;

/** Makes {@link Completeness} for plain tests. */
public final class CompletenessFixture {

    private CompletenessFixture() {}

    /** By the rules that count where nothing is configured. */
    public static Completeness completeness() {
        return new Completeness(InstallationFixture.secretRules(Map.of()));
    }
}
