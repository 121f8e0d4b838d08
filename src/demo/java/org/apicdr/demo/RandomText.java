package org.apicdr.demo;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets nobody has seen before. */
final class RandomText {

    private RandomText() {}

    /** Letters, digits, hyphens and underscores from so many random bytes. */
    static String of(int bytes) {
        var random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
