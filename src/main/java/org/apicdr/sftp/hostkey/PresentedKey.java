package org.apicdr.sftp.hostkey;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The host key that a server presents.
 *
 * @param key the host key
 * @param certificate the certificate that contains the key; null for a plain key
 */
record PresentedKey(HostKey key, @Nullable HostCertificate certificate) {

    static PresentedKey of(PublicKey key) {
        return new PresentedKey(HostKey.of(key), HostCertificate.of(key).orElse(null));
    }

    /** Returns the name of its type in the algorithm negotiation. */
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
