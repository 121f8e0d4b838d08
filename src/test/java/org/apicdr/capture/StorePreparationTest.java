package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apicdr.bundle.BundleServiceFixture;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.InMemoryBundles;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SealingKeysFixture;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SettableClock;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a capture does about previous bundles that it cannot find. */
@Tag("unit")
class StorePreparationTest {

    private static final SubsystemRef FOLDER = SnapshotFixture.complete().ref();
    private static final String PLANTED = "management-82b290a2-20261122T030000Z-00000000.tar";

    private final SealingKeys sealingKeys;

    StorePreparationTest(@TempDir Path dir) {
        this.sealingKeys = SealingKeysFixture.seals(
                Map.of("signing-key-file", SshKeygen.keyPair(dir.resolve("signer"), "ed25519", "")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_search_that_finds_no_end_stops_no_capture(boolean certain) {
        var store = new InMemoryBundles() {
            @Override
            public InputStream open(SubsystemRef folder, String fileName, Deadline deadline) {
                while (!deadline.passed()) {
                    LockSupport.parkNanos(deadline.left().toNanos());
                }
                throw new ServiceException(ErrorCode.STORE_UNAVAILABLE, "The server did not answer in time.");
            }
        };
        store.put(FOLDER, PLANTED, new byte[5_120]);

        assertGoesOn(
                store,
                certain,
                Duration.ofSeconds(3),
                "Not all files with the name of a bundle could be read in time.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_folder_that_is_too_large_to_list_stops_no_capture(boolean certain) {
        var store = new InMemoryBundles() {
            @Override
            public FolderFiles list(SubsystemRef folder, Deadline deadline) {
                var cause = new TooManyFilesException("The folder has more than 100000 entries.");
                throw new ServiceException(ErrorCode.STORE_UNAVAILABLE, "The folder is too large.", cause);
            }
        };

        assertGoesOn(
                store,
                certain,
                Duration.ofSeconds(60),
                "The folder of the subsystem on the store has too many entries.");
    }

    @Test
    void a_store_that_fails_stops_a_capture() {
        var store = new InMemoryBundles();
        store.put(FOLDER, PLANTED, new byte[5_120]);
        var failure = new ServiceException(ErrorCode.STORE_UNAVAILABLE, "The connection was lost.");
        store.setUnreadable(PLANTED, failure);

        try (var preparation = preparation(store, false, Duration.ofSeconds(60))) {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> preparation.previousBundles(SnapshotFixture.complete()))
                    .isEqualTo(failure);
        }
    }

    private void assertGoesOn(BundleStore store, boolean certain, Duration time, String why) {
        try (var preparation = preparation(store, certain, time)) {
            var previous = preparation.previousBundles(SnapshotFixture.complete());

            assertThat(previous.newest()).isEmpty();
            assertThat(previous.previous()).isEmpty();
            assertThat(previous.whyUnknown()).hasValue(why);
            assertThat(BundleWarnings.ofUnknownPrevious(previous.whyUnknown()))
                    .singleElement()
                    .asString()
                    .startsWith("The previous bundle is unknown, so this bundle was not compared with it")
                    .endsWith(why);
        }
    }

    private StorePreparation preparation(BundleStore store, boolean certain, Duration time) {
        var clock = new SettableClock(Instant.parse("2026-11-22T03:00:00Z"));
        var fixture = BundleServiceFixture.of(store, sealingKeys, clock);
        return new StorePreparation(
                fixture.bundles(),
                fixture.inspections(),
                ParallelExecutorFixture.parallel(),
                FOLDER,
                certain,
                Deadline.in(time));
    }
}
