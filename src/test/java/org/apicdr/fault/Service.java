package org.apicdr.fault;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apicdr.backup.BackupFiles;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.Inspector;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.CaptureCall;
import org.apicdr.capture.Captures;
import org.apicdr.capture.Captures.Captured;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.apicdr.request.ParallelFixture;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.OwnKeys;
import org.apicdr.subsystem.SubsystemReader;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.Wiring;

/** The service as its container makes it, on a store that may fail. */
final class Service implements AutoCloseable {

    static final SubsystemRef SUBSYSTEM = new SubsystemRef("apic", "management");

    private final Wiring wiring;

    Service(Map<String, String> properties, FakeSubsystemReader cluster) {
        wiring = new Wiring(properties)
                .with(SubsystemReader.class, cluster)
                .with(Clock.class, Clock.systemUTC())
                .with(Ticker.class, Ticker.systemTicker())
                .with(MeterRegistry.class, new SimpleMeterRegistry())
                .with(Parallel.class, ParallelFixture.parallel())
                .with(BundleStore.class, "org.apicdr.sftp.SftpBundleStore")
                .with(BackupFiles.class, "org.apicdr.sftp.SftpBackupFiles")
                .with(OwnKeys.class, "org.apicdr.capture.SealKeys");
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
        return wiring.get(Captures.class).capture(CaptureCall.withBackups(SUBSYSTEM, null, null), deadline);
    }

    /** Every finished bundle, read anew. */
    List<Inspection> bundles() {
        return wiring.get(Bundles.class).holdings(SUBSYSTEM, soon()).bundles().stream()
                .map(this::inspect)
                .toList();
    }

    Inspection inspect(StoredBundle bundle) {
        return wiring.get(Inspector.class).inspect(bundle, soon());
    }

    BundleStore store() {
        return wiring.get(BundleStore.class);
    }

    @Override
    public void close() {
        wiring.close();
    }
}
