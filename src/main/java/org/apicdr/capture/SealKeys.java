package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.seal.Seals;
import org.apicdr.subsystem.OwnKeys;

/** The keys that sign and open bundles. A capture never puts them into one. */
@ApplicationScoped
class SealKeys implements OwnKeys {

    private final Seals seals;

    SealKeys(Seals seals) {
        this.seals = seals;
    }

    @Override
    public boolean contain(byte[] value) {
        return seals.holdsPrivateKey(value);
    }
}
