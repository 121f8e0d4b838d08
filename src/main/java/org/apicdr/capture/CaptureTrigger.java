package org.apicdr.capture;

/** What made a capture happen; the manifest says it. */
public enum CaptureTrigger {
    /** Somebody asked for it. */
    API("api"),
    /** Somebody asked for the backups that it belongs to. */
    BACKUP("backup"),
    /** Its time had come. */
    SCHEDULE("schedule"),
    /** The subsystem had no bundle when the service looked first. */
    START("start"),
    /** A scheduled capture had been missed, or had failed. */
    CATCH_UP("catch-up");

    private final String word;

    CaptureTrigger(String word) {
        this.word = word;
    }

    /** As manifests, logs and metrics say it. */
    @Override
    public String toString() {
        return word;
    }
}
