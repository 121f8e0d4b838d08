package org.apicdr.fault;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apicdr.backup.BackupFolderLister;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.CaptureCommand;
import org.apicdr.capture.CaptureService;
import org.apicdr.capture.CaptureService.Captured;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.ServiceKeys;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemReader;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.TestContainer;

/** The service as its container makes it, on a store that may fail. */
final class Service implements AutoCloseable {

    static final SubsystemRef SUBSYSTEM = new SubsystemRef("apic", "management");

    private final TestContainer testContainer;

    Service(Map<String, String> properties, FakeSubsystemReader cluster) {
        this(properties, cluster, Clock.systemUTC(), Ticker.systemTicker());
    }

    Service(Map<String, String> properties, FakeSubsystemReader cluster, Clock clock, Ticker ticker) {
        testContainer = new TestContainer(properties)
                .with(SubsystemReader.class, cluster)
                .with(Clock.class, clock)
                .with(Ticker.class, ticker)
                .with(MeterRegistry.class, new SimpleMeterRegistry())
                .with(ParallelExecutor.class, ParallelExecutorFixture.parallel())
                .with(BundleStore.class, "org.apicdr.sftp.SftpBundleStore")
                .with(BackupFolderLister.class, "org.apicdr.sftp.SftpBackupFolderLister")
                .with(ServiceKeys.class, "org.apicdr.capture.SealingServiceKeys");
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    /** Has a session to the store, which served already. */
    void warm() {
        store().folders(soon());
        store().forget(SUBSYSTEM, List.of("absent"), soon()); // answered after all that came before
    }

    Captured capture(Deadline deadline) {
        return testContainer
                .get(CaptureService.class)
                .capture(CaptureCommand.withBackups(SUBSYSTEM, null, null), deadline);
    }

    /** Every finished bundle, read anew. */
    List<BundleInspection> bundles() {
        return testContainer.get(BundleService.class).folderContents(SUBSYSTEM, soon()).bundles().stream()
                .map(this::inspect)
                .toList();
    }

    /** Reads a bundle as the API does. */
    BundleInspection get(BundleId id) {
        var query = new SubsystemQuery(SUBSYSTEM.namespace(), SUBSYSTEM.cluster());
        return testContainer.get(BundleService.class).get(query, id, soon());
    }

    BundleInspection inspect(StoredBundle bundle) {
        return testContainer.get(BundleInspector.class).inspect(bundle, soon());
    }

    TestContainer container() {
        return testContainer;
    }

    BundleStore store() {
        return testContainer.get(BundleStore.class);
    }

    @Override
    public void close() {
        testContainer.close();
    }
}
