package org.apicdr.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apicdr.backup.BackupCatalog.ComponentListing;
import org.apicdr.backup.BackupFolderListing.Failed;
import org.apicdr.backup.BackupFolderListing.Read;
import org.apicdr.backup.BackupFolderListing.Skipped;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BackupFolderCacheTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final FakeBackupFiles files = new FakeBackupFiles().with(BackupFixture.DATABASE_PATH);
    private final BackupFolderCache cache = BackupFixture.cache(files, clock);
    private final SubsystemSnapshot subsystem = BackupFixture.crunchy();

    @Test
    void ask_with_the_login_of_the_secret() {
        look(subsystem);

        assertThat(files.asked()).singleElement().satisfies(location -> {
            assertThat(location.host()).isEqualTo("sftp.example.com");
            assertThat(location.port()).isEqualTo(22);
            assertThat(location.path()).isEqualTo("/backups/mgmt");
            assertThat(location.folders()).isEqualTo("management-82b290a2-postgres");
            assertThat(location.login().username()).isEqualTo("backup-user");
            assertThat(location.login().password()).hasValue("backup-password");
            assertThat(location.login().privateKey()).isEmpty();
            assertThat(location.toString()).doesNotContain("backup-user", "backup-password");
        });
    }

    @Test
    void remember_what_was_read_for_five_minutes() {
        look(subsystem);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(look(subsystem)).extracting(ComponentListing::at).containsExactly(NOW);
        assertThat(files.asked()).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        look(subsystem);
        assertThat(files.asked()).hasSize(2);
    }

    @Test
    void remember_a_failure_for_one_minute() {
        files.with(BackupFixture.DATABASE_PATH, new Failed("down"));
        look(subsystem);
        clock.advance(Duration.ofMinutes(1).minusMillis(1));
        look(subsystem);
        assertThat(files.asked()).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        look(subsystem);
        assertThat(files.asked()).hasSize(2);
    }

    @Test
    void look_after_a_minute_for_the_file_of_a_backup_that_was_taken_since() {
        var taken = BackupFixture.crunchy(BackupFixture.created("new", "20261122-030015F", NOW.getEpochSecond() + 15));
        var backupCatalogService = new BackupCatalogService(cache);
        backupCatalogService.catalog(subsystem, false, BackupFixture.DEADLINE);
        files.with(BackupFixture.DATABASE_PATH, "20261122-030015F.tgz");

        clock.advance(Duration.ofMinutes(1));
        assertThat(backupCatalogService
                        .catalog(taken, false, BackupFixture.DEADLINE)
                        .database())
                .singleElement()
                .satisfies(backup -> assertThat(backup.restorable()).isFalse());
        clock.advance(Duration.ofMillis(1));
        assertThat(backupCatalogService
                        .catalog(taken, false, BackupFixture.DEADLINE)
                        .database())
                .singleElement()
                .satisfies(backup -> assertThat(backup.restorable()).isTrue());
        assertThat(files.asked()).hasSize(2);
    }

    @Test
    void ask_again_when_told_to_or_when_the_login_changes() {
        look(subsystem);
        cache.list(subsystem.components(), true, BackupFixture.DEADLINE);
        assertThat(files.asked()).hasSize(2);

        look(without("username"));
        look(subsystem);
        assertThat(files.asked()).hasSize(2);
    }

    @Test
    void name_the_component_of_each_folder() {
        var both = BackupFixture.withPortal(subsystem);

        assertThat(look(both))
                .extracting(ComponentListing::component)
                .containsExactly("ManagementCluster apic/management", "PortalCluster apic/portal");
        assertThat(look(both).get(1).folder()).isEqualTo(new Failed("no such folder"));
    }

    @Test
    void skip_what_is_in_no_folder() {
        assertThat(folder(set("/spec/databaseBackup/protocol", "objstore")))
                .isEqualTo(new Skipped("The backups are in an object store, which this service does not read."));
        assertThat(folder(set("/spec/databaseBackup/protocol", "local"))).isInstanceOf(Skipped.class);
        assertThat(folder(lacking("/spec/databaseBackup"))).isInstanceOf(Skipped.class);
        assertThat(files.asked()).isEmpty();
    }

    @Test
    void skip_what_cannot_be_reached_as_it_is_configured() {
        assertThat(folder(set("/spec/databaseBackup/host", ""))).isInstanceOf(Skipped.class);
        assertThat(folder(set("/spec/databaseBackup/path", List.of()))).isInstanceOf(Skipped.class);
        assertThat(folder(set("/spec/databaseBackup/port", 70_000))).isInstanceOf(Skipped.class);
        assertThat(folder(SnapshotFixture.of(withoutSecrets(subsystem.management()))))
                .isInstanceOf(Skipped.class);
        assertThat(folder(without("username"))).isInstanceOf(Skipped.class);
        assertThat(folder(without("password"))).isInstanceOf(Skipped.class);
        assertThat(files.asked()).isEmpty();
    }

    @Test
    void use_port_22_where_none_is_set_and_a_port_that_is_a_text() {
        assertThat(folder(lacking("/spec/databaseBackup/port"))).isInstanceOf(Read.class);
        assertThat(folder(set("/spec/databaseBackup/port", "2222"))).isInstanceOf(Read.class);

        assertThat(files.asked()).extracting(BackupLocation::port).containsExactly(22, 2222);
    }

    @Test
    void fail_alone_where_a_server_does_not_answer_or_the_adapter_breaks() {
        var never = new CountDownLatch(1);
        var hanging = BackupFixture.cache(
                (location, deadline) -> {
                    await(never);
                    return new Failed("");
                },
                clock);
        var broken = BackupFixture.cache(
                (location, deadline) -> {
                    throw new IllegalStateException("bug");
                },
                clock);

        assertThat(hanging.list(subsystem.components(), false, Deadline.in(Duration.ofMillis(50)))
                        .get(0)
                        .folder())
                .isEqualTo(new Failed("The backup server did not respond in time."));
        assertThat(broken.list(subsystem.components(), false, BackupFixture.DEADLINE)
                        .get(0)
                        .folder())
                .isInstanceOf(Failed.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ComponentListing> look(SubsystemSnapshot snapshot) {
        return cache.list(snapshot.components(), false, BackupFixture.DEADLINE);
    }

    private BackupFolderListing folder(SubsystemSnapshot snapshot) {
        return look(snapshot).get(0).folder();
    }

    private static SubsystemSnapshot set(String pointer, Object value) {
        return BackupFixture.of(Samples.with(Samples.management(), pointer, value));
    }

    private static ComponentSnapshot withoutSecrets(ComponentSnapshot snapshot) {
        return new ComponentSnapshot(
                snapshot.component(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                snapshot.databaseCluster());
    }

    private static SubsystemSnapshot lacking(String pointer) {
        return BackupFixture.of(Samples.without(Samples.management(), pointer));
    }

    private static SubsystemSnapshot without(String key) {
        return BackupFixture.withoutLogin(key);
    }
}
