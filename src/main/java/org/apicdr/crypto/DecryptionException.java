package org.apicdr.crypto;

import java.io.IOException;

/** A payload cannot be opened although it could be read. */
public final class DecryptionException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why it cannot. */
    public enum Fault {
        OTHER_RECIPIENTS("it is sealed to other recipients"),
        DAMAGED("it is damaged");

        private final String words;

        Fault(String words) {
            this.words = words;
        }
    }

    private final Fault fault;

    DecryptionException(Fault fault, Throwable cause) {
        super("the payload cannot be opened: " + fault.words, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
