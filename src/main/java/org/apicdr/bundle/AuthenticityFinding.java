package org.apicdr.bundle;

import org.jspecify.annotations.Nullable;

/**
 * The result of one check that was made while a bundle was read.
 *
 * @param check the check
 * @param passed whether the check passed
 * @param detail the result in a sentence
 * @param remedy what to do if the check failed; null if it passed
 */
public record AuthenticityFinding(
        Proof check,
        boolean passed,
        String detail,
        @Nullable String remedy) {

    /** The checks that need no private key. */
    public enum Proof {
        ARCHIVE,
        MANIFEST,
        SIGNATURE,
        SIGNER,
        DIGESTS,
        IDENTITY,
        RECIPIENTS
    }

    static AuthenticityFinding pass(Proof check, String detail) {
        return new AuthenticityFinding(check, true, detail, null);
    }

    static AuthenticityFinding fail(Proof check, String detail, String remedy) {
        return new AuthenticityFinding(check, false, detail, remedy);
    }
}
