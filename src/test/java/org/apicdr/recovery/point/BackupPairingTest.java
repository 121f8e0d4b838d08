package org.apicdr.recovery.point;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupPhase;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.PortalBackup;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SubsystemComponent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BackupPairingTest {

    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final Duration ANY_ZONE = Duration.ofHours(14);
    private static final List<SubsystemComponent> PORTAL = List.of(Samples.portal("apic", "portal"));

    @Test
    void takes_the_nearest_backup_that_could_be_restored() {
        var backupPairing = pair(
                database("20240601-030000F", "2024-06-01T03:00:00Z", Duration.ZERO),
                portal("far", "2024-06-01T02:30:00Z", Duration.ZERO),
                portal("near", "2024-06-01T03:10:00Z", Duration.ZERO),
                new PortalBackup(
                        "apic",
                        "portal",
                        "b",
                        "broken",
                        taken("2024-06-01T03:01:00Z"),
                        BackupPhase.FAILED,
                        List.of(),
                        List.of("it failed")),
                new PortalBackup(
                        "apic",
                        "other",
                        "o",
                        "other",
                        taken("2024-06-01T03:00:00Z"),
                        BackupPhase.SUCCEEDED,
                        List.of(),
                        List.of()));

        assertThat(backupPairing.portalBackups())
                .extracting(mate -> mate.backup().id())
                .containsExactly("near");
        assertThat(backupPairing.longestGap()).hasValue(Duration.ofMinutes(10));
        assertThat(backupPairing.mismatches()).isEmpty();
        assertThat(backupPairing.uncertainties()).isEmpty();
    }

    @Test
    void is_none_past_the_limit() {
        var database = database("20240601-030000F", "2024-06-01T03:00:00Z", Duration.ZERO);

        assertThat(pair(database, portal("a", "2024-06-01T04:00:00Z", Duration.ZERO))
                        .mismatches())
                .isEmpty();
        assertThat(pair(database, portal("a", "2024-06-01T04:00:01Z", Duration.ZERO))
                        .mismatches())
                .containsExactly("The backup a of portal apic/portal was started 3601 s apart from the database"
                        + " backup. They are a pair"
                        + " within 3600 s.");
    }

    @Test
    void is_none_without_a_portal_backup_and_needs_none_without_a_portal() {
        var database = database("20240601-030000F", "2024-06-01T03:00:00Z", Duration.ZERO);

        assertThat(pair(database).mismatches())
                .containsExactly("Portal apic/portal has no backup that can be restored.");
        assertThat(BackupPairing.of(
                                database,
                                List.of(Samples.with(Samples.portal("apic", "portal"), "/status/haMode", "passive")),
                                new BackupCatalog(List.of(), List.of(), List.of()),
                                LIMIT)
                        .mismatches())
                .containsExactly(
                        "PortalCluster apic/portal is the passive one of a pair (haMode passive). Its backups are"
                                + " those of the active one.");
        assertThat(BackupPairing.of(database, List.of(), new BackupCatalog(List.of(), List.of(), List.of()), LIMIT)
                        .mismatches())
                .isEmpty();
    }

    @Test
    void compares_ids_where_their_zone_is_not_known() {
        var database = database("20240601-030000F", "2024-06-01T03:00:00Z", ANY_ZONE);

        var near = pair(database, portal("20240601.031000", "2024-06-01T03:10:00Z", ANY_ZONE));
        var far = pair(database, portal("20240601.101000", "2024-06-01T10:10:00Z", ANY_ZONE));

        assertThat(near.mismatches()).isEmpty();
        assertThat(near.uncertainties()).isEmpty();
        assertThat(far.mismatches()).hasSize(1);
    }

    @Test
    void is_not_refused_for_a_zone_that_nobody_knows() {
        var database = database("management-7xk2p", "2024-06-01T03:00:00Z", Duration.ZERO);

        var near = pair(database, portal("20240601.101000", "2024-06-01T10:10:00Z", ANY_ZONE));
        var far = pair(database, portal("20240603.101000", "2024-06-03T10:10:00Z", ANY_ZONE));

        assertThat(near.mismatches()).isEmpty();
        assertThat(near.uncertainties()).hasSize(1);
        assertThat(far.mismatches()).hasSize(1);
    }

    private static BackupPairing pair(DatabaseBackup database, PortalBackup... portals) {
        return BackupPairing.of(
                database, PORTAL, new BackupCatalog(List.of(database), List.of(portals), List.of()), LIMIT);
    }

    private static DatabaseBackup database(String id, String at, Duration uncertainty) {
        var backupTimestamp = new BackupTimestamp(Instant.parse(at), uncertainty);
        return new DatabaseBackup(
                "ManagementBackup", "b", id, "full", backupTimestamp, BackupPhase.SUCCEEDED, List.of());
    }

    private static PortalBackup portal(String id, String at, Duration uncertainty) {
        var backupTimestamp = new BackupTimestamp(Instant.parse(at), uncertainty);
        return new PortalBackup(
                "apic", "portal", "p", id, backupTimestamp, BackupPhase.SUCCEEDED, List.of(), List.of());
    }

    private static BackupTimestamp taken(String at) {
        return new BackupTimestamp(Instant.parse(at), Duration.ZERO);
    }
}
