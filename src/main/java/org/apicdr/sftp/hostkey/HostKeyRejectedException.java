package org.apicdr.sftp.hostkey;

import java.io.IOException;

/** Thrown if the server presents a host key that is not trusted. */
public final class HostKeyRejectedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final boolean otherTypeMayBeTrusted;

    /**
     * Creates an exception whose message is a sentence for the operator.
     *
     * @param type the type of the key or certificate that was presented
     */
    public HostKeyRejectedException(String type, boolean otherTypeMayBeTrusted, String message) {
        super(message);
        this.type = type;
        this.otherTypeMayBeTrusted = otherTypeMayBeTrusted;
    }

    /** Returns the type of the key or certificate that was presented. */
    public String type() {
        return type;
    }

    /** Returns whether a key of another type may still be trusted. */
    public boolean otherTypeMayBeTrusted() {
        return otherTypeMayBeTrusted;
    }
}
