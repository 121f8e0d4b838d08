package org.apicdr.backup.run;

import static org.apicdr.subsystem.ResourceKind.MANAGEMENT_BACKUP;
import static org.apicdr.subsystem.ResourceKind.PORTAL_BACKUP;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class BackupNameTest {

    private static final BackupRunId RUN = new BackupRunId("20261125t030000z-1f9a3c2b");

    private static final String LONG_NAME = "management-of-a-company-with-a-very-long-name-in-a-namespace";

    /** The longest that leaves room for the run. */
    private static final String LONGEST = "m".repeat(37);

    @Test
    void is_that_of_the_cluster_and_the_run() {
        assertThat(name("management")).isEqualTo("management-20261125t030000z-1f9a3c2b");
    }

    @ParameterizedTest
    @ValueSource(strings = {LONG_NAME, "acme.mgmt", "a.b", "ends-in-hyphens-at-the-cu----------------t"})
    void fits_into_a_label_whatever_the_cluster_is_called(String cluster) {
        assertThat(name(cluster)).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    }

    @Test
    void is_not_cut_while_there_is_room() {
        assertThat(name(LONGEST)).startsWith(LONGEST + "-").hasSize(63);
    }

    @Test
    void is_never_that_of_another_cluster() {
        assertThat(name(LONGEST + "-a")).isNotEqualTo(name(LONGEST + "-b"));
        assertThat(name("acme.mgmt")).isNotEqualTo(name("acme-mgmt"));
    }

    @Test
    void is_read_as_it_is_written() {
        var name = BackupName.of(PORTAL_BACKUP, "portals", "portal", RUN);

        assertThat(name).hasToString("PortalBackup/portals/portal-20261125t030000z-1f9a3c2b");
        assertThat(BackupName.parse(name.toString())).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PortalBackup/portals", "Secret/apic/key", "PortalBackup/a/b/c"})
    void is_read_from_nothing_else(String text) {
        assertThat(BackupName.parse(text)).isEmpty();
    }

    private static String name(String cluster) {
        return BackupName.of(MANAGEMENT_BACKUP, "apic", cluster, RUN).name();
    }
}
