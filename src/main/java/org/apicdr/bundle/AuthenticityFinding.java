package org.apicdr.bundle;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at while a bundle was read.
 *
 * @param check what was looked at
 * @param passed whether it is as it should be
 * @param detail what was found, in a sentence
 * @param remedy what to do where it is not
 */
public record AuthenticityFinding(
        Proof check,
        boolean passed,
        String detail,
        @Nullable String remedy) {

    /** What a bundle proves without any private key. */
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
