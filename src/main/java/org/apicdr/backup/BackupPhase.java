package org.apicdr.backup;

/** How far a backup has come. */
public enum BackupPhase {
    /** Its operator says that it is being taken, or is about to be. */
    RUNNING,
    /** Its operator says that it was taken: {@code Ready}, or {@code completed} for EDB. */
    SUCCEEDED,
    /** Its operator says that it was not. */
    FAILED,
    /** Only its file tells of it. */
    FOUND
}
