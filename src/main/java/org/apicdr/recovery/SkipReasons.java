package org.apicdr.recovery;

/** Reasons for skipping a check whose cause another check reports. */
final class SkipReasons {

    static final String CLUSTER = "the subsystem cannot be seen, see cluster-access";

    static final String STORE = "the store cannot be used, see store-access";

    static final String BUNDLE = "there is no authentic bundle, see bundle-exists and bundle-authentic";

    static final String NO_PORTAL = "there is no portal with backups of its own, see portal-present";

    private SkipReasons() {}
}
