package org.apicdr.core;

import java.time.Duration;

/** Makes {@link DeadlineFactory} for plain tests. */
public final class DeadlineFactoryFixture {

    private DeadlineFactoryFixture() {}

    /** Requests may take as long as by default. */
    public static DeadlineFactory usual() {
        return new DeadlineFactory(() -> Duration.ofSeconds(25));
    }
}
