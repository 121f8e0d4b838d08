package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.subsystem.ServiceKeys;

/** The keys that sign and decrypt bundles. They are never captured. */
@ApplicationScoped
class SealingServiceKeys implements ServiceKeys {

    private final SealingKeys sealingKeys;

    SealingServiceKeys(SealingKeys sealingKeys) {
        this.sealingKeys = sealingKeys;
    }

    @Override
    public boolean contain(byte[] value) {
        return sealingKeys.holdsPrivateKey(value);
    }
}
