package org.apicdr.bundle;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.util.Map;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.InstallationFixture;

/**
 * The services for bundles of the site {@link BundleForge#SITE} on a store.
 *
 * @param bundles lists and reads them
 * @param inspections caches what was read
 * @param inspector reads them
 */
public record BundleServiceFixture(
        BundleService bundles, BundleInspectionCache inspections, BundleInspector inspector) {

    public static BundleServiceFixture of(BundleStore store, SealingKeys sealingKeys, Clock clock) {
        return of(store, sealingKeys, clock, ParallelExecutorFixture.parallel());
    }

    /** With a search for the newest bundle that runs its batches on an executor of the test. */
    public static BundleServiceFixture of(
            BundleStore store, SealingKeys sealingKeys, Clock clock, ParallelExecutor searching) {
        var installation = installation();
        var inspector = new BundleInspector(store, sealingKeys, installation, clock);
        var finder = new NewestBundleFinder(inspector, searching);
        var markers = new VerdictMarkerCodec(sealingKeys, installation);
        var listings = new FolderListingCache(store, markers, clock, Ticker.systemTicker());
        var service = new BundleService(
                store,
                listings,
                inspector,
                finder,
                new VerdictStore(store, listings, markers),
                installation,
                ParallelExecutorFixture.parallel());
        var inspections = new BundleInspectionCache(inspector, finder, clock, Ticker.systemTicker());
        return new BundleServiceFixture(service, inspections, inspector);
    }

    private static Installation installation() {
        return InstallationFixture.installation(new FakeSubsystemReader(), Map.of("site", BundleForge.SITE));
    }
}
