package org.apicdr.seal;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/** SHA-2 of bytes at hand. */
final class Hash {

    private Hash() {}

    static byte[] sha256(byte[] message) {
        return of(new SHA256Digest(), message);
    }

    static byte[] sha512(byte[] message) {
        return of(new SHA512Digest(), message);
    }

    private static byte[] of(Digest digest, byte[] message) {
        digest.update(message, 0, message.length);
        var hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }
}
