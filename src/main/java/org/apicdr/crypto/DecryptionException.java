package org.apicdr.crypto;

import java.io.IOException;

/** Thrown if a payload could be read but not decrypted. */
public final class DecryptionException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The reason of the failure. */
    public enum Fault {
        OTHER_RECIPIENTS("it is sealed to other recipients"),
        DAMAGED("it is damaged");

        private final String description;

        Fault(String description) {
            this.description = description;
        }
    }

    private final Fault fault;

    DecryptionException(Fault fault, Throwable cause) {
        super("The payload cannot be decrypted: %s.".formatted(fault.description), cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
