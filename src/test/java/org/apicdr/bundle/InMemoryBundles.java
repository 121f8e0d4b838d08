package org.apicdr.bundle;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/** Stands in for the store in plain tests, and counts how often it is asked. */
public class InMemoryBundles implements BundleStore {

    private final Map<SubsystemRef, Map<String, byte[]>> folders = new TreeMap<>();
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<String> verdicts = new ArrayList<>();
    private final List<String> identityProofs = new ArrayList<>();
    private final Map<String, Runnable> afterRead = new TreeMap<>();
    private final Map<String, Instant> modified = new TreeMap<>();
    private final Map<String, ServiceException> unreadable = new TreeMap<>();
    private int listed;
    private boolean appendOnly;

    public void put(SubsystemRef folder, String name, byte[] file) {
        folders.computeIfAbsent(folder, key -> new TreeMap<>()).put(name, file);
    }

    /** Replaces a file as soon as it has been opened once more. */
    void putAfterNextRead(SubsystemRef folder, String name, byte[] file) {
        afterRead.put(name, () -> put(folder, name, file));
    }

    /** Tells from now on when the file was modified. */
    void setModified(String name, Instant time) {
        modified.put(name, time);
    }

    /** Fails to read the file until told otherwise by null. */
    public void setUnreadable(String name, @Nullable ServiceException failure) {
        if (failure == null) {
            unreadable.remove(name);
        } else {
            unreadable.put(name, failure);
        }
    }

    /** From now on removes nothing, and has no room for verdicts. */
    void refuse() {
        appendOnly = true;
    }

    List<String> verdicts() {
        return verdicts;
    }

    int listed() {
        return listed;
    }

    List<String> opened() {
        return opened;
    }

    @Override
    public List<SubsystemRef> folders(Deadline deadline) {
        return List.copyOf(folders.keySet());
    }

    @Override
    public List<SubsystemRef> holding(BundleId id, Deadline deadline) {
        return folders.entrySet().stream()
                .filter(folder -> folder.getValue().containsKey(id.fileName()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public FolderFiles list(SubsystemRef folder, Deadline deadline) {
        listed++;
        var files = folders.getOrDefault(folder, Map.of()).entrySet().stream()
                .map(file -> new StoredFile(
                        file.getKey(), file.getValue().length, Optional.ofNullable(modified.get(file.getKey()))))
                .toList();
        return new FolderFiles(files, verdicts);
    }

    @Override
    public InputStream open(SubsystemRef folder, String fileName, Deadline deadline) {
        opened.add(fileName);
        var failure = unreadable.get(fileName);
        if (failure != null) {
            throw failure;
        }
        var file = folders.getOrDefault(folder, Map.of()).get(fileName);
        if (file == null) {
            throw new ServiceException(ErrorCode.BUNDLE_NOT_FOUND, "no " + fileName);
        }
        var replacement = afterRead.remove(fileName);
        if (replacement != null) {
            replacement.run();
        }
        return new ByteArrayInputStream(file);
    }

    @Override
    public Upload begin(SubsystemRef folder, Deadline deadline) {
        return new Upload() {
            @Override
            public void publish(BundleId id, byte[] file) {
                put(folder, id.fileName(), file);
            }

            @Override
            public void close() {
                // nothing is left behind
            }
        };
    }

    @Override
    public void delete(SubsystemRef folder, BundleId id, Deadline deadline) {
        if (appendOnly) {
            throw new ServiceException(ErrorCode.STORE_APPEND_ONLY, "append only");
        }
        if (folders.getOrDefault(folder, Map.of()).remove(id.fileName()) == null) {
            throw new ServiceException(ErrorCode.BUNDLE_NOT_FOUND, "no " + id);
        }
    }

    @Override
    public void remember(SubsystemRef folder, String verdict, Deadline deadline) {
        if (appendOnly) {
            throw new ServiceException(ErrorCode.STORE_UNAVAILABLE, "no room");
        }
        verdicts.add(verdict);
    }

    @Override
    public void forget(SubsystemRef folder, List<String> names, Deadline deadline) {
        verdicts.removeAll(names);
    }

    @Override
    public List<String> identityProofs(Deadline deadline) {
        return List.copyOf(identityProofs);
    }

    @Override
    public void rememberIdentityProof(String name, Deadline deadline) {
        if (appendOnly) {
            throw new ServiceException(ErrorCode.STORE_UNAVAILABLE, "no room");
        }
        identityProofs.add(name);
    }

    @Override
    public String path(SubsystemRef folder) {
        return "/bundles/" + folder;
    }

    @Override
    public URI location(SubsystemRef folder, String fileName) {
        return URI.create("sftp://store:22/bundles/" + folder + "/" + fileName);
    }

    @Override
    public StoreAccount account() {
        return new StoreAccount("store", 22, "apic-dr", Optional.empty());
    }

    @Override
    public List<String> hostKeys() {
        return List.of();
    }
}
