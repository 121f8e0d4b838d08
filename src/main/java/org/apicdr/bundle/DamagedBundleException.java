package org.apicdr.bundle;

/** A file that is not a whole, canonical bundle; the message says where and how. */
public final class DamagedBundleException extends Exception {

    private static final long serialVersionUID = 1L;

    public DamagedBundleException(String message) {
        super(message);
    }

    public DamagedBundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
