package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apicdr.backup.run.ClusterBackupStateReader.ClusterBackupState;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemServiceFixture;

/** The subsystem {@code apic/management} with a portal, healthy and on Crunchy, and what goes on around it. */
final class ClusterBackupStateFixture {

    static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");

    static final SubsystemComponent PORTAL = Samples.portal("apic", "portal");

    private ClusterBackupStateFixture() {}

    /** A server that knows all kinds; EDB's {@code Cluster} of the subsystem is not among the resources. */
    static FakeSubsystemReader server(SubsystemComponent... components) {
        var server = new FakeSubsystemReader().install(ResourceKind.values());
        List.of(components).forEach(server::add);
        return server;
    }

    /** The usual one. */
    static FakeSubsystemReader server() {
        return server(Samples.management(), PORTAL);
    }

    static ClusterBackupState situation(FakeSubsystemReader server) {
        var deadline = Deadline.in(Duration.ofSeconds(10));
        var subsystem = SubsystemServiceFixture.subsystems(
                        server, Map.of("namespaces", "apic", "portals", "apic,portals"))
                .find(new SubsystemQuery("apic", "management"), deadline);
        return situations(server).all(subsystem, deadline);
    }

    static ClusterBackupStateReader situations(FakeSubsystemReader server) {
        return new ClusterBackupStateReader(server, ParallelExecutorFixture.parallel());
    }

    /** A resource that is so old and says that of itself. */
    static ObjectNode resource(String name, Duration age, String phase) {
        var resource = Samples.object("{\"metadata\": {\"namespace\": \"apic\"}}");
        Samples.set(resource, "/metadata/name", name);
        Samples.set(resource, "/metadata/creationTimestamp", NOW.minus(age).toString());
        if (!phase.isEmpty()) {
            Samples.set(resource, "/status/phase", phase);
        }
        return resource;
    }

    static ObjectNode young(String phase) {
        return resource("nightly", Duration.ofMinutes(1), phase);
    }

    static ObjectNode with(ObjectNode resource, String pointer, Object value) {
        Samples.set(resource, pointer, value);
        return resource;
    }

    /** EDB's Cluster of the subsystem. */
    static ObjectNode edbCluster() {
        return Samples.object("{\"metadata\": {\"namespace\": \"apic\", \"name\": \"management-82b290a2-db\"}}");
    }
}
