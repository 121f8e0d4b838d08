package org.apicdr.capture;

import org.apicdr.bundle.Inspection;

/** A bundle that was made and inspected, and is not on the store yet. */
final class NewBundle {

    private final Inspection inspection;
    private final byte[] file;

    NewBundle(Inspection inspection, byte[] file) {
        this.inspection = inspection;
        this.file = file;
    }

    Inspection inspection() {
        return inspection;
    }

    byte[] file() {
        return file;
    }
}
