package org.apicdr.bundle;

/** A file that is not a whole, canonical bundle; the message says where and how. */
public final class CorruptBundleException extends Exception {

    private static final long serialVersionUID = 1L;

    public CorruptBundleException(String message) {
        super(message);
    }

    public CorruptBundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
