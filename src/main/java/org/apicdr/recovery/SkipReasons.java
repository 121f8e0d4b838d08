package org.apicdr.recovery;

/** Reasons for skipping a check whose cause another check reports. */
final class SkipReasons {

    static final String CLUSTER = "The subsystem cannot be read. See cluster-access.";

    static final String STORE = "The store cannot be used. See store-access.";

    static final String BUNDLE = "There is no authentic bundle. See bundle-exists and bundle-authentic.";

    static final String NO_PORTAL = "There is no portal with backups of its own. See portal-present.";

    private SkipReasons() {}
}
