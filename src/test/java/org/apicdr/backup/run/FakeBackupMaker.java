package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apicdr.backup.run.BackupClient.BackupSpec;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.Samples;

/** Makes backups on a server that is none, or refuses to. */
final class FakeBackupMaker implements BackupClient {

    private final FakeSubsystemReader server;
    private final List<String> events;
    private final Map<ResourceKind, ServiceException> rehearsals = new ConcurrentHashMap<>();
    private final Map<ResourceKind, ServiceException> failures = new ConcurrentHashMap<>();
    private final List<BackupSpec> made = new CopyOnWriteArrayList<>();

    /**
     * Makes them there.
     *
     * @param events to which it adds what it does
     */
    FakeBackupMaker(FakeSubsystemReader server, List<String> events) {
        this.server = server;
        this.events = events;
    }

    void failsToRehearse(ResourceKind kind, ServiceException failure) {
        rehearsals.put(kind, failure);
    }

    void failsToMake(ResourceKind kind, ServiceException failure) {
        failures.put(kind, failure);
    }

    List<BackupSpec> made() {
        return made;
    }

    @Override
    public void dryRun(BackupSpec backup) {
        fail(rehearsals, backup);
        events.add("rehearse");
    }

    @Override
    public ObjectNode make(BackupSpec backup) {
        fail(failures, backup);
        events.add("make");
        made.add(backup);
        var resource = backup.resource().deepCopy();
        Samples.set(resource, "/metadata/creationTimestamp", ClusterBackupStateFixture.NOW.toString());
        server.add(backup.kind(), resource);
        return resource;
    }

    private static void fail(Map<ResourceKind, ServiceException> failures, BackupSpec backup) {
        var failure = failures.get(backup.kind());
        if (failure != null) {
            throw failure;
        }
    }
}
