package org.apicdr.capture;

import org.apicdr.bundle.BundleInspection;

/** A bundle that is created and inspected, but not yet stored. */
public final class NewBundle {

    private final BundleInspection bundleInspection;
    private final byte[] file;

    NewBundle(BundleInspection bundleInspection, byte[] file) {
        this.bundleInspection = bundleInspection;
        this.file = file;
    }

    /** Returns the result of inspecting the bundle without the private keys. */
    public BundleInspection inspection() {
        return bundleInspection;
    }

    public byte[] file() {
        return file;
    }
}
