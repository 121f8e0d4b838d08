package org.apicdr.capture;

import org.apicdr.bundle.Inspection;

/** A bundle that was made and inspected, and is not on the store yet. */
public final class NewBundle {

    private final Inspection inspection;
    private final byte[] file;

    NewBundle(Inspection inspection, byte[] file) {
        this.inspection = inspection;
        this.file = file;
    }

    /** What a stranger finds in it. */
    public Inspection inspection() {
        return inspection;
    }

    /** The bytes of its file. */
    public byte[] file() {
        return file;
    }
}
