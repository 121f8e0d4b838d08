package org.apicdr.verification;

import java.util.List;
import org.apicdr.bundle.Manifest;

/** Makes drifts for plain tests. */
public final class DriftFixture {

    private DriftFixture() {}

    /** What differs between two descriptions. */
    public static Drift between(List<Manifest.Entry> bundle, List<Manifest.Entry> live) {
        return Drift.between(bundle, live);
    }
}
