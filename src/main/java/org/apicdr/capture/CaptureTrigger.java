package org.apicdr.capture;

/** What triggered a capture, as the manifest records it. */
public enum CaptureTrigger {
    /** A request to the API. */
    API("api"),
    /** A backup run that the bundle belongs to. */
    BACKUP("backup"),
    /** The capture schedule. */
    SCHEDULE("schedule"),
    /** The start of the service, if the subsystem had no bundle. */
    START("start"),
    /** A missed or failed scheduled capture. */
    CATCH_UP("catch-up");

    private final String value;

    CaptureTrigger(String value) {
        this.value = value;
    }

    /** Returns the value used in manifests, logs and metrics. */
    @Override
    public String toString() {
        return value;
    }
}
