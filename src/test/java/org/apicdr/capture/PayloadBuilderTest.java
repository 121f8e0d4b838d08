package org.apicdr.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Instant;
import java.util.TreeMap;
import org.apicdr.bundle.Payload;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PayloadBuilderTest {

    private static final Instant TIME = Instant.parse("2026-11-22T03:00:00Z");
    private static final String SECRET = "management/secrets/atm-cred.yaml";

    private final SubsystemSnapshot snapshot = SnapshotFixture.complete();
    private final TreeMap<String, byte[]> files =
            new TreeMap<>(PayloadBuilder.build(snapshot).payload().entries());

    @Test
    void finds_nothing_in_what_was_packed_as_it_was_read() {
        assertThatNoException().isThrownBy(this::check);
        assertThat(files)
                .containsKeys(
                        "management/managementcluster.yaml",
                        "management/recovery-managementcluster.yaml",
                        "management/database-backups.yaml",
                        "management/endpoints.yaml",
                        "portals/apic/portal/portal-backups.yaml",
                        "portals/apic/portal/secrets/portal-enc-key.yaml");
    }

    @Test
    void bites_where_a_byte_of_a_secret_differs() {
        change(SECRET, "czNjcmV0", "czNjcmV1");

        assertBites(
                SECRET.substring(SECRET.lastIndexOf('/') + 1).replace(".yaml", "") + " differs in the new payload.");
    }

    @Test
    void bites_where_a_type_or_a_name_differs() {
        change(SECRET, "Opaque", "kubernetes.io/tls");

        assertBites("atm-cred differs in the new payload.");
    }

    @Test
    void bites_where_a_setting_differs() {
        change("management/settings.yaml", "82b290a2", "82b290a3");

        assertBites("settings.yaml differs in the new payload.");
    }

    @Test
    void bites_where_a_secret_of_a_portal_was_not_packed() {
        files.remove("portals/apic/portal/secrets/portal-login.yaml");

        assertBites("portals/apic/portal/secrets/portal-login.yaml is missing from the new payload.");
    }

    @Test
    void bites_where_nothing_can_be_unpacked() {
        assertThatIllegalStateException()
                .isThrownBy(() -> PayloadBuilder.requireSame(new byte[100], new Payload(files), snapshot))
                .withMessage("The new payload cannot be unpacked.");
    }

    @Test
    void bites_where_something_else_was_packed() {
        var payload = new Payload(files);
        var more = payload.with("notes.txt", new byte[] {1});
        var other = payload.with("notes.txt", new byte[] {2});

        assertThatIllegalStateException()
                .isThrownBy(() -> PayloadBuilder.requireSame(payload.pack(TIME), more, snapshot))
                .withMessage("The packed payload does not have the entries of the new payload.");
        assertThatIllegalStateException()
                .isThrownBy(() -> PayloadBuilder.requireSame(other.pack(TIME), more, snapshot))
                .withMessage("notes.txt differs in the packed payload.");
    }

    private void change(String name, String from, String to) {
        files.computeIfPresent(
                name,
                (key, content) -> new String(content, UTF_8).replace(from, to).getBytes(UTF_8));
    }

    private void assertBites(String why) {
        assertThatIllegalStateException().isThrownBy(this::check).withMessage(why);
    }

    private void check() {
        var payload = new Payload(files);
        PayloadBuilder.requireSame(payload.pack(TIME), payload, snapshot);
    }
}
