package org.apicdr.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apicdr.core.Deadline;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PortalsTest {

    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));
    private final FakeSubsystemReader reader = new FakeSubsystemReader()
            .add(Samples.management())
            .add(Samples.portal("apic", "one"))
            .add(Samples.portal("apic", "two"))
            .add(Samples.portal("web", "three"));

    @Test
    void are_all_of_the_namespaces_while_there_is_one_subsystem() {
        assertThat(portals(Map.of("namespaces", "apic,web"))).containsExactly("apic/one", "apic/two", "web/three");
    }

    @Test
    void are_those_of_its_own_namespace_while_there_are_more_subsystems() {
        reader.add(Samples.with(Samples.management(), "/metadata/namespace", "web"));

        assertThat(portals(Map.of("namespaces", "apic,web"))).containsExactly("apic/one", "apic/two");
    }

    @Test
    void are_none_where_none_is_configured() {
        assertThat(portals(Map.of("portals", "none"))).isEmpty();
    }

    @Test
    void are_those_that_are_configured() {
        assertThat(portals(Map.of("portals", "apic/two,web"))).containsExactly("apic/two", "web/three");
        assertThat(portals(Map.of("portals", "web/three"))).containsExactly("web/three");
    }

    @Test
    void count_as_missing_where_they_are_configured_and_do_not_exist() {
        reader.addSecrets(Samples.secretNames());
        var subsystemService = SubsystemServiceFixture.subsystems(reader, Map.of("site", "s", "portals", "web/gone"));

        var snapshot =
                subsystemService.snapshot(subsystemService.locate(new SubsystemQuery(null, null), deadline), deadline);

        assertThat(snapshot.missing()).containsExactly("portal web/gone is configured and does not exist");
    }

    @Test
    void are_complained_about_where_they_cannot_be() {
        var installation = InstallationFixture.installation(
                reader, Map.of("site", "a b", "namespaces", "Apic", "portals", "none,a/b/c,-"));

        assertThat(installation.violations())
                .satisfiesExactly(
                        c -> assertThat(c).startsWith("apic-dr.site: "),
                        c -> assertThat(c).startsWith("apic-dr.namespaces: 'Apic' is not a namespace"),
                        c -> assertThat(c).startsWith("apic-dr.portals: 'a/b/c' is not a portal"),
                        c -> assertThat(c).startsWith("apic-dr.portals: '-' is not a portal"));
    }

    private List<String> portals(Map<String, String> properties) {
        return SubsystemServiceFixture.subsystems(reader, properties).visible(deadline).get(0).portals().stream()
                .map(portal -> portal.namespace() + "/" + portal.name())
                .toList();
    }
}
