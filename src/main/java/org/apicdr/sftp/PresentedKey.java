package org.apicdr.sftp;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * What a server presents to prove itself.
 *
 * @param key its host key
 * @param certificate the certificate that the key came in
 */
record PresentedKey(HostKey key, @Nullable HostCertificate certificate) {

    static PresentedKey of(PublicKey key) {
        return new PresentedKey(HostKey.of(key), HostCertificate.of(key).orElse(null));
    }

    /** The name of its type in the choice of algorithms. */
    String type() {
        return certificate == null ? key.type() : certificate.type();
    }

    @Override
    public String toString() {
        return certificate == null
                ? key.toString()
                : "%s in a certificate of the authority %s".formatted(key, certificate.authority());
    }
}
