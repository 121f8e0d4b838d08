package org.apicdr.capture;

import org.apicdr.bundle.BundleInspection;

/** A bundle that was made and inspected, and is not on the store yet. */
public final class NewBundle {

    private final BundleInspection bundleInspection;
    private final byte[] file;

    NewBundle(BundleInspection bundleInspection, byte[] file) {
        this.bundleInspection = bundleInspection;
        this.file = file;
    }

    /** What a stranger finds in it. */
    public BundleInspection inspection() {
        return bundleInspection;
    }

    /** The bytes of its file. */
    public byte[] file() {
        return file;
    }
}
