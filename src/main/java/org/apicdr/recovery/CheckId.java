package org.apicdr.recovery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The checks, in the order of the vendor's procedure. */
@Schema(name = "CheckId")
public enum CheckId {
    CLUSTER_ACCESS,
    SUBSYSTEM_HEALTHY,
    ENCRYPTION_SECRET,
    CREDENTIAL_SECRETS,
    BACKUP_CREDENTIALS,
    REFERENCES,
    ENDPOINTS,
    SETTINGS,
    DATABASE_BACKUP_SCHEDULED,
    DATABASE_BACKUP_USABLE,
    LAST_BACKUP_FAILED,
    PORTAL_PRESENT,
    PORTAL_BACKUP_SCHEDULED,
    PORTAL_BACKUP_USABLE,
    BACKUPS_PAIRED,
    VERSIONS_MATCH,
    BUNDLE_EXISTS,
    BUNDLE_AUTHENTIC,
    BUNDLE_COMPLETE,
    BUNDLE_CURRENT,
    DRILLED,
    IDENTITY_CHANGED,
    RECIPIENTS,
    RECIPIENTS_PROVEN,
    KEYS_APART,
    STORE_ACCESS,
    CLOCK_SKEW,
    PAUSED,
    VM_SNAPSHOT;

    /** Returns the id as it appears in reports, for example {@code cluster-access}. */
    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
