package org.apicdr.capture;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;

/**
 * Stops the service at the start if the store is inside a path where a subsystem keeps its own backups. Runs in the
 * background, so that a slow API server does not delay the start. Each capture repeats the check before it writes.
 */
@ApplicationScoped
class StorePathCheck {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SubsystemService subsystemService;
    private final BundleStore store;
    private final ParallelExecutor parallelExecutor;

    StorePathCheck(SubsystemService subsystemService, BundleStore store, ParallelExecutor parallelExecutor) {
        this.subsystemService = subsystemService;
        this.store = store;
        this.parallelExecutor = parallelExecutor;
    }

    void start(@Observes StartupEvent event) {
        var unused = parallelExecutor
                .start(() -> {
                    check();
                    return null;
                })
                .exceptionally(e -> {
                    Log.error("The store path could not be compared with the backup paths", e);
                    return null;
                });
    }

    /**
     * Requires the folder of a subsystem on the store to be outside the paths where its components keep their own
     * backups.
     *
     * @throws ServiceException {@code STORE_PATH_RESERVED}
     */
    void requireOutsideBackupPaths(SubsystemRef ref, List<SubsystemComponent> components) {
        requireOutsideBackupPaths(components, store.account(), store.path(ref));
    }

    static void requireOutsideBackupPaths(
            List<SubsystemComponent> components, StoreAccount storeAccount, String folder) {
        for (var subsystemComponent : components) {
            BackupPath.of(subsystemComponent)
                    .flatMap(path -> path.conflict(storeAccount, folder))
                    .ifPresent(conflict -> {
                        throw new ServiceException(ErrorCode.STORE_PATH_RESERVED, conflict);
                    });
        }
    }

    private void check() {
        try {
            for (var subsystem : subsystemService.visible(Deadline.in(TIMEOUT))) {
                requireOutsideBackupPaths(subsystem.ref(), subsystem.components());
            }
        } catch (ServiceException e) {
            if (e.code() == ErrorCode.STORE_PATH_RESERVED) {
                Log.errorf("apic-dr.sftp.path: %s", e.getMessage());
                Quarkus.asyncExit(1);
            } else {
                Log.warnf("The store path could not be compared with the backup paths: %s", e.getMessage());
            }
        }
    }

    /**
     * The folder on an SFTP server where a component keeps its own backups. Bundles in it could be mistaken for backups
     * and be deleted with them.
     *
     * <p>An absolute path is compared for every host, because two names may be one server and the path is easily changed.
     * The root directory and relative paths are compared only if host and port are those of the store. An account that is
     * confined to its folder sees that folder as the root, which contains every path. A relative path begins in the
     * account's home folder, which is unknown.
     */
    private static final class BackupPath {

        private static final int DEFAULT_PORT = 22;

        /**
         * The folders of the namespace and of the cluster. This service creates them, so none is the home folder of an
         * account.
         */
        private static final int CREATED_FOLDERS = 2;

        private final SubsystemComponent subsystemComponent;
        private final boolean absolute;
        private final List<String> names;

        private BackupPath(SubsystemComponent subsystemComponent, String path) {
            this.subsystemComponent = subsystemComponent;
            this.absolute = path.startsWith("/");
            this.names = names(path);
        }

        /**
         * Returns the backup folder of a component; empty if it has none on an SFTP server. A path without a protocol
         * counts as SFTP.
         */
        static Optional<BackupPath> of(SubsystemComponent subsystemComponent) {
            var protocol =
                    subsystemComponent.backup().path("protocol").asText("").strip();
            var path = subsystemComponent.backup().path("path").asText("").strip();
            boolean sftp = protocol.isEmpty() || protocol.equalsIgnoreCase("sftp");
            return sftp && !path.isEmpty() ? Optional.of(new BackupPath(subsystemComponent, path)) : Optional.empty();
        }

        /**
         * Describes the conflict if a folder of the store is, or may be, inside this one; empty if there is none.
         *
         * @param storeAccount the server of the store
         * @param folder the folder of a subsystem there, {@code …/site/namespace/cluster}
         */
        Optional<String> conflict(StoreAccount storeAccount, String folder) {
            var store = names(folder);
            if (absolute && !names.isEmpty()) {
                return startsWith(store, names) ? Optional.of(inside(folder)) : Optional.empty();
            }
            if (!isServer(storeAccount)) {
                return Optional.empty();
            }
            if (absolute) {
                return Optional.of(insideRoot(folder));
            }
            return mayHold(store, folder.startsWith("/")) ? Optional.of(perhapsInside(folder)) : Optional.empty();
        }

        private String inside(String folder) {
            return "%s is inside %s, where %s keeps its own backups. Set apic-dr.sftp.path to another folder."
                    .formatted(folder, displayPath(), subsystemComponent.name());
        }

        private String insideRoot(String folder) {
            return ("%s is inside %s, where %s keeps its own backups on the same server. Set %s to a separate folder, or"
                            + " keep the bundles on another server (apic-dr.sftp.host).")
                    .formatted(folder, displayPath(), subsystemComponent.name(), pathProperty());
        }

        private String perhapsInside(String folder) {
            return ("%s may be inside %s, where %s keeps its own backups on the same server: that path is relative to an unknown"
                            + " home folder. Set %s to an absolute path, which begins with a slash, or set"
                            + " apic-dr.sftp.path to another folder.")
                    .formatted(folder, displayPath(), subsystemComponent.name(), pathProperty());
        }

        /** Returns the normalized path for messages. */
        private String displayPath() {
            var joined = String.join("/", names);
            return absolute ? "/" + joined : joined.isEmpty() ? "the home folder" : joined;
        }

        private String pathProperty() {
            return "spec.%s.path of %s %s/%s"
                    .formatted(
                            subsystemComponent.isManagement() ? "databaseBackup" : "portalBackup",
                            subsystemComponent.kind().kind(),
                            subsystemComponent.namespace(),
                            subsystemComponent.name());
        }

        private boolean isServer(StoreAccount storeAccount) {
            var host = subsystemComponent.backup().path("host").asText("").strip();
            int port = subsystemComponent.backup().path("port").asInt(DEFAULT_PORT);
            return host.equalsIgnoreCase(storeAccount.host()) && port == storeAccount.port();
        }

        /**
         * Returns whether a folder of the store may be inside this relative one. An absolute folder matches if it
         * contains these names anywhere, because the names before them may be the home folder. A relative folder of the
         * store begins in the same home folder.
         */
        private boolean mayHold(List<String> store, boolean storeAbsolute) {
            if (!storeAbsolute) {
                return startsWith(store, names);
            }
            int at = Collections.indexOfSubList(store, names);
            return at >= 0 && at < Math.max(1, store.size() - CREATED_FOLDERS);
        }

        private static boolean startsWith(List<String> folder, List<String> start) {
            return start.size() <= folder.size()
                    && folder.subList(0, start.size()).equals(start);
        }

        /** Splits a path into names and resolves {@code .} and {@code ..}. Leading {@code ..} names are dropped. */
        private static List<String> names(String path) {
            var names = new ArrayList<String>();
            for (var name : path.split("/", -1)) {
                if (name.equals("..")) {
                    if (!names.isEmpty()) {
                        names.remove(names.size() - 1);
                    }
                } else if (!name.isEmpty() && !name.equals(".")) {
                    names.add(name);
                }
            }
            return List.copyOf(names);
        }
    }
}
