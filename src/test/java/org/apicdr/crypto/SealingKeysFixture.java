package org.apicdr.crypto;

import java.util.Map;
import org.apicdr.testsupport.TestConfig;

/** Makes {@link SealingKeys} for plain tests. */
public final class SealingKeysFixture {

    private SealingKeysFixture() {}

    /** Seals configured by properties, named without {@code apic-dr.seal.} */
    public static SealingKeys seals(Map<String, ?> properties) {
        return new SealingKeys(TestConfig.mapping(SealConfig.class, "apic-dr.seal.", properties));
    }
}
