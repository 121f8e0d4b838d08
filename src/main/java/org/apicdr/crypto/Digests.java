package org.apicdr.crypto;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** SHA-2 hashes and HMAC-SHA-256. */
final class Digests {

    private Digests() {}

    static byte[] sha256(byte[] message) {
        return of(new SHA256Digest(), message);
    }

    static byte[] sha512(byte[] message) {
        return of(new SHA512Digest(), message);
    }

    static byte[] hmacSha256(byte[] key, byte[] message) {
        var hmac = new HMac(new SHA256Digest());
        hmac.init(new KeyParameter(key));
        hmac.update(message, 0, message.length);
        var tag = new byte[hmac.getMacSize()];
        hmac.doFinal(tag, 0);
        return tag;
    }

    private static byte[] of(Digest digest, byte[] message) {
        digest.update(message, 0, message.length);
        var hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }
}
