package org.apicdr.backup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.ComponentSnapshot;

/**
 * Looks at the files of backups, and remembers for minutes what was there: listings are long, and who asks whether a
 * recovery is possible asks often.
 */
@ApplicationScoped
class BackupFolderCache {

    static final Duration READ_AGE = Duration.ofMinutes(5);

    /** Somebody may be mending it. */
    static final Duration FAILURE_AGE = Duration.ofMinutes(1);

    /** A server that does not answer must not use up the time that the rest of an answer needs. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int MOST_LOCATIONS = 100;

    private final BackupFolderLister files;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;
    private final Cache<BackupLocation, Look> remembered;

    BackupFolderCache(BackupFolderLister files, ParallelExecutor parallelExecutor, Clock clock, Ticker ticker) {
        this.files = files;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MOST_LOCATIONS)
                .expireAfter(Expiry.<BackupLocation, Look>creating((location, look) -> lifetime(look.folder())))
                .ticker(ticker)
                .build();
    }

    /** What lies in the folder of each component, in the same order. */
    List<BackupCatalog.FileLook> at(List<ComponentSnapshot> components, boolean fresh, Deadline deadline) {
        var left = deadline.left();
        var end = left.compareTo(LONGEST) > 0 ? Deadline.in(LONGEST) : deadline;
        var looks = components.stream()
                .map(component -> parallelExecutor.start(() -> look(component, fresh, end)))
                .toList();
        var found = new ArrayList<BackupCatalog.FileLook>();
        for (int i = 0; i < looks.size(); i++) {
            var look = await(looks.get(i), end);
            var subsystemComponent = components.get(i).component();
            var of = "%s %s/%s"
                    .formatted(
                            subsystemComponent.kind().kind(),
                            subsystemComponent.namespace(),
                            subsystemComponent.name());
            found.add(new BackupCatalog.FileLook(of, look.folder(), look.at()));
        }
        return found;
    }

    /** Whether a file that is missed in what was seen is worth another look. */
    boolean mayBeOutdated(List<BackupCatalog.FileLook> looks) {
        var recent = clock.instant().minus(FAILURE_AGE);
        return looks.stream()
                .anyMatch(look -> look.folder() instanceof BackupFolderListing.Read
                        && look.at().isBefore(recent));
    }

    private Look await(CompletableFuture<Look> look, Deadline end) {
        try {
            return parallelExecutor.await(look, end);
        } catch (ServiceException e) {
            return now(new BackupFolderListing.Failed("the server of the backups did not answer in time"));
        } catch (RuntimeException e) {
            Log.error("a look at the files of backups failed", e);
            return now(new BackupFolderListing.Failed("the files of the backups could not be looked at: see the log"));
        }
    }

    private Look look(ComponentSnapshot component, boolean fresh, Deadline end) {
        var place = BackupDestination.of(component, component.databaseCluster());
        if (place instanceof BackupDestination.Sftp sftp) {
            var known = fresh ? null : remembered.getIfPresent(sftp.location());
            return known == null ? ask(sftp.location(), end) : known;
        }
        return now(new BackupFolderListing.Skipped(place.why()));
    }

    private Look ask(BackupLocation location, Deadline end) {
        var look = now(files.list(location, end));
        remembered.put(location, look);
        return look;
    }

    private Look now(BackupFolderListing folder) {
        return new Look(folder, clock.instant());
    }

    private static Duration lifetime(BackupFolderListing folder) {
        return folder instanceof BackupFolderListing.Read ? READ_AGE : FAILURE_AGE;
    }

    private record Look(BackupFolderListing folder, Instant at) {}
}
