package org.apicdr.bundle;

/** Thrown if a file is not a complete, canonical bundle. The message names the defect and its position. */
public final class CorruptBundleException extends Exception {

    private static final long serialVersionUID = 1L;

    public CorruptBundleException(String message) {
        super(message);
    }

    public CorruptBundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
