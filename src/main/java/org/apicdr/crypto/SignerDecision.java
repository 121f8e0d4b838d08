package org.apicdr.crypto;

/**
 * Whether a key may sign as a principal at a time.
 *
 * @param detail the decision in a sentence, and how to change it
 */
public record SignerDecision(Outcome outcome, String detail) {

    /** The outcomes from best to worst. If several lines contain a key, the best outcome counts. */
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
