package org.apicdr.backup;

/** The phase of a backup. */
public enum BackupPhase {
    /** The operator reports that the backup is running or pending. */
    RUNNING,
    /** The operator reports success: {@code Ready}, or {@code completed} for EDB. */
    SUCCEEDED,
    /** The operator reports a failure. */
    FAILED,
    /** Only the file of the backup is known. */
    FOUND
}
