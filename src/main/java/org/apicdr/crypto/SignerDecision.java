package org.apicdr.crypto;

/**
 * Whether a key may sign as a principal at a time.
 *
 * @param detail the decision in a sentence, and what would change it
 */
public record SignerDecision(Outcome outcome, String detail) {

    /** From the best to the worst: where several lines name a key, the best of them counts. */
    public enum Outcome {
        ALLOWED,
        EXPIRED,
        NOT_YET_VALID,
        WRONG_NAMESPACE,
        WRONG_PRINCIPAL,
        UNKNOWN_SIGNER
    }

    public boolean allowed() {
        return outcome == Outcome.ALLOWED;
    }
}
