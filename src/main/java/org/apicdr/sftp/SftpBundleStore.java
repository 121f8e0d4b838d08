package org.apicdr.sftp;

import static org.apicdr.core.ErrorCode.BUNDLE_NOT_FOUND;
import static org.apicdr.core.ErrorCode.STORE_APPEND_ONLY;
import static org.apicdr.core.ErrorCode.STORE_UNAVAILABLE;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.BundleStore.UnreadableFileException;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.sftp.config.SftpConfig;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.SessionPool;
import org.apicdr.sftp.connection.SftpFileInputStream;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpSettings;
import org.apicdr.sftp.connection.SftpStatusException;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Stores the bundles in {@code <path>/<site>/<namespace>/<cluster>/} on an SFTP server. */
@ApplicationScoped
class SftpBundleStore implements BundleStore {

    private static final Duration CLEANUP_DELAY = Duration.ofMinutes(1);

    private final SftpConfig config;
    private final int maxEntries;
    private final String site;
    private final SessionPool sessions;
    private final LoneSession loneSession;
    private final PartFileCleaner partFileCleaner;
    private final Fsync fsync = new Fsync();
    private volatile @Nullable SftpSettings cachedSettings;
    private @Nullable StoreDirectoryLister lister;

    /**
     * Creates the store without connecting. Never fails, so that the service can start and report configuration errors.
     */
    @Inject
    SftpBundleStore(SftpConfig config, @ConfigProperty(name = "apic-dr.site") Optional<String> site, Clock clock) {
        this(config, site, clock, DirectoryReader.MAX_ENTRIES);
    }

    SftpBundleStore(SftpConfig config, Optional<String> site, Clock clock, int maxEntries) {
        this.maxEntries = maxEntries;
        this.config = config;
        this.site = site.orElse("");
        this.sessions = new SessionPool(this::validSettings, clock);
        this.loneSession = new LoneSession(() -> new SessionPool(this::validSettings, clock));
        this.partFileCleaner = new PartFileCleaner(sessions, CLEANUP_DELAY);
    }

    @Override
    public List<SubsystemRef> folders(Deadline deadline) {
        var lister = lister();
        return call(deadline, lister::find);
    }

    @Override
    public List<SubsystemRef> holding(BundleId id, Deadline deadline) {
        var lister = lister();
        return call(deadline, requests -> lister.holding(requests, id));
    }

    @Override
    public FolderFiles list(SubsystemRef folder, Deadline deadline) {
        var lister = lister();
        return call(deadline, requests -> lister.list(requests, folder));
    }

    @Override
    public Optional<FolderFiles> listIfChanged(SubsystemRef folder, Optional<FolderVersion> known, Deadline deadline) {
        var lister = lister();
        return call(deadline, requests -> lister.listIfChanged(requests, folder, known));
    }

    @Override
    public InputStream open(SubsystemRef folder, String fileName, Deadline deadline) {
        var path = layout().file(folder, fileName);
        boolean listed = lister().wasListed(folder, fileName);
        if (fileName.contains("/")) {
            throw new ServiceException(BUNDLE_NOT_FOUND, "'%s' is not the name of a file.".formatted(fileName));
        }
        try {
            return open(path, listed, deadline);
        } catch (FileNotFoundException e) {
            throw new ServiceException(BUNDLE_NOT_FOUND, "There is no bundle file " + location(folder, fileName), e);
        } catch (SftpStatusException e) {
            throw unavailable(e.ambiguous() ? new UnreadableFileException(sentence(e), e) : e);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private InputStream open(String path, boolean listed, Deadline deadline) throws IOException {
        try {
            return sessions.call(deadline, requests -> SftpFileInputStream.open(requests, path, listed));
        } catch (SftpStatusException e) {
            if (!e.maySucceedAlone()) {
                throw e;
            }
            return loneSession.open(deadline, e, requests -> SftpFileInputStream.open(requests, path, listed));
        }
    }

    @Override
    public Upload begin(SubsystemRef folder, Deadline deadline) {
        try {
            validSettings();
        } catch (IOException e) {
            throw new ServiceException(STORE_UNAVAILABLE, sentence(e), ErrorDetails.stored(Stored.NO), e);
        }
        return BundleUpload.begin(sessions, loneSession, fsync, partFileCleaner, path(folder), deadline);
    }

    @Override
    public void delete(SubsystemRef folder, BundleId id, Deadline deadline) {
        var bundleRemover = new BundleRemover(layout().file(folder, id.fileName()));
        run(deadline, bundleRemover::run);
    }

    @Override
    public void remember(SubsystemRef folder, String verdict, Deadline deadline) {
        var layout = layout();
        run(deadline, requests -> verdicts(requests, layout, folder).add(verdict));
    }

    @Override
    public void forget(SubsystemRef folder, List<String> verdicts, Deadline deadline) {
        var layout = layout();
        run(deadline, requests -> verdicts(requests, layout, folder).remove(verdicts));
    }

    private static MarkerFiles verdicts(SftpRequests requests, StoreLayout layout, SubsystemRef folder) {
        return new MarkerFiles(requests, layout.path(), StoreLayout.verified(layout.folder(folder)));
    }

    @Override
    public List<String> identityProofs(Deadline deadline) {
        var lister = lister();
        return call(deadline, lister::identityProofs);
    }

    @Override
    public void rememberIdentityProof(String name, Deadline deadline) {
        var layout = layout();
        run(deadline, requests -> new MarkerFiles(requests, layout.path(), layout.identityProofs()).add(name));
    }

    @Override
    public String path(SubsystemRef folder) {
        return layout().folder(folder);
    }

    @Override
    public URI location(SubsystemRef folder, String fileName) {
        return StoreLayout.location(settings().server(), layout().file(folder, fileName));
    }

    @Override
    public StoreAccount account() {
        var sftpEndpoint = settings().server();
        return new StoreAccount(sftpEndpoint.host(), sftpEndpoint.port(), sftpEndpoint.user(), sessions.hostKey());
    }

    @Override
    public List<String> hostKeys() {
        var settings = settings();
        try {
            return settings.hostKeys().lines(settings.server());
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public Optional<String> siteMissing() {
        return lister().siteMissing();
    }

    @PreDestroy
    void close() {
        sessions.close();
        loneSession.close();
    }

    private <T> T call(Deadline deadline, SessionPool.Operation<T> operation) {
        try {
            return callTwice(deadline, operation);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** Runs an operation, and repeats it alone if the server refused to open a file. It must be safe to repeat. */
    private <T> T callTwice(Deadline deadline, SessionPool.Operation<T> operation) throws IOException {
        try {
            return sessions.call(deadline, operation);
        } catch (SftpStatusException e) {
            if (!e.maySucceedAlone()) {
                throw e;
            }
            return loneSession.call(deadline, e, operation);
        }
    }

    private void run(Deadline deadline, Task task) {
        call(deadline, requests -> {
            task.run(requests);
            return true;
        });
    }

    private synchronized StoreDirectoryLister lister() {
        if (lister == null) {
            lister = new StoreDirectoryLister(layout(), maxEntries);
        }
        return lister;
    }

    private StoreLayout layout() {
        return new StoreLayout(settings().path(), site);
    }

    private SftpSettings settings() {
        try {
            return validSettings();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** Returns the settings. Invalid settings are not cached, because a missing file may be created later. */
    private SftpSettings validSettings() throws IOException {
        var settings = cachedSettings;
        if (settings == null) {
            var errors = new ArrayList<String>();
            var found = SftpSettings.from(config, errors::add);
            if (site.isBlank()) {
                errors.add("apic-dr.site: must be the name of this installation");
            }
            if (found.isEmpty() || !errors.isEmpty()) {
                throw new IOException("The SFTP store is not configured: " + String.join("; ", errors));
            }
            settings = found.get();
            cachedSettings = settings;
        }
        return settings;
    }

    private static ServiceException unavailable(IOException cause) {
        return new ServiceException(STORE_UNAVAILABLE, sentence(cause), cause);
    }

    private static String sentence(IOException cause) {
        return String.valueOf(cause.getMessage());
    }

    /** An operation without a result. */
    private interface Task {
        void run(SftpRequests requests) throws IOException;
    }

    /** Removes a bundle. If a retry after a lost reply finds the bundle missing, the first request removed it. */
    static final class BundleRemover {

        private final String path;
        private boolean requested;

        BundleRemover(String path) {
            this.path = path;
        }

        void run(SftpRequests requests) throws IOException {
            boolean retry = requested;
            requested = true;
            try {
                requests.remove(path).ok();
            } catch (SftpStatusException e) {
                boolean absent = e.absent() || (e.ambiguous() && DirectoryReader.lacks(requests, path));
                if (e.denied() && !absent) {
                    throw new ServiceException(STORE_APPEND_ONLY, appendOnly(requests.server(), e.answer()), e);
                }
                if (!absent) {
                    throw e;
                }
                if (!retry) {
                    throw new ServiceException(BUNDLE_NOT_FOUND, "There is no bundle file %s.".formatted(path), e);
                }
            }
        }

        private String appendOnly(SftpEndpoint sftpEndpoint, String answer) {
            return ("The SFTP server %s does not let the user %s remove %s: the account may only add files, or the"
                            + " permissions of the file or its folder forbid it. Have its administrator remove it, or grant"
                            + " the right to. The server answered '%s'.")
                    .formatted(sftpEndpoint, sftpEndpoint.user(), path, answer);
        }
    }
}
