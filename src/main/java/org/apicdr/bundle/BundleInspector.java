package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apicdr.bundle.BundleInspection.Finding;
import org.apicdr.bundle.BundleInspection.Finding.Proof;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.AgeRecipients;
import org.apicdr.crypto.AllowedSigners;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SshPublicKey;
import org.apicdr.subsystem.Installation;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bundle from the store once and checks whether it is authentic. Opens its payload in the same pass if that is
 * requested; only this needs a private key.
 */
@ApplicationScoped
public class BundleInspector {

    /** The size up to which a sealed payload is kept in memory: several times that of a usual one. */
    static final int MAX_SEALED_IN_MEMORY = 512 << 10;

    private final BundleStore store;
    private final SealingKeys sealingKeys;
    private final Installation installation;
    private final Clock clock;
    private final NotAuthenticCache notAuthenticCache;

    BundleInspector(BundleStore store, SealingKeys sealingKeys, Installation installation, Clock clock) {
        this.store = store;
        this.sealingKeys = sealingKeys;
        this.installation = installation;
        this.clock = clock;
        this.notAuthenticCache = new NotAuthenticCache(clock);
    }

    /**
     * Reads and checks a bundle, and does not open its payload. Defects of the bundle itself are reported as findings.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND} or {@code STORE_UNAVAILABLE}
     */
    public BundleInspection inspect(StoredBundle bundle, Deadline deadline) {
        return inspect(bundle, Selection.NONE, deadline);
    }

    /**
     * Reads and checks a bundle, and opens its payload. Defects of the bundle itself are reported as findings, and those of
     * the payload with the payload.
     *
     * @param selection the entries of the payload to keep
     * @throws ServiceException {@code BUNDLE_NOT_FOUND} or {@code STORE_UNAVAILABLE}
     */
    public BundleInspection inspect(StoredBundle bundle, Selection selection, Deadline deadline) {
        var signers = sealingKeys.allowedSigners();
        try (var file = openFile(bundle, deadline)) {
            var inspection = inspect(bundle, file, signers, selection);
            notAuthenticCache.record(bundle, signers, inspection.authentic());
            return inspection.payload() == OpenedPayload.TOO_LARGE
                    ? inspection.with(openLargePayload(inspection, selection, deadline))
                    : inspection;
        } catch (CorruptBundleException e) {
            notAuthenticCache.record(bundle, signers, false);
            return new BundleInspection(
                    bundle, Optional.empty(), Optional.empty(), Optional.empty(), List.of(corrupt(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a condition that holds for a file that cannot be authentic: no bundle has its size, or it was read within the
     * last hour and found not authentic, and neither the file nor the allowed signers have changed since. Only a search
     * among many files may rely on it, because a file can be replaced by another of the same size and time. A bundle that
     * is requested by its id is always read.
     */
    public Predicate<StoredBundle> notAuthentic() {
        var signers = sealingKeys.allowedSigners();
        return bundle -> {
            long size = bundle.sizeBytes(); // 0 if the server does not tell it
            return (size != 0 && !BundleArchiveWriter.isPossibleSize(size))
                    || notAuthenticCache.contains(bundle, signers);
        };
    }

    /** Forgets that a file is not authentic. */
    void forgetNotAuthentic(StoredBundle bundle) {
        notAuthenticCache.record(bundle, sealingKeys.allowedSigners(), true);
    }

    /** Reads and checks a bundle. Returns empty if the bundle was deleted after it was listed. */
    Optional<BundleInspection> inspectIfThere(StoredBundle bundle, Selection selection, Deadline deadline) {
        try {
            return Optional.of(inspect(bundle, selection, deadline));
        } catch (ServiceException e) {
            if (e.code() == ErrorCode.BUNDLE_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Checks a new bundle before it is stored.
     *
     * @param signer the key that signed it; allowed even if the signing key was replaced in the meantime
     */
    public BundleInspection inspect(StoredBundle bundle, byte[] file, SshPublicKey signer) {
        try {
            return inspect(
                    bundle,
                    new ByteArrayInputStream(file),
                    sealingKeys.allowedSigners().with(signer),
                    Selection.NONE);
        } catch (CorruptBundleException | IOException e) {
            throw new IllegalStateException("The new bundle cannot be read.", e);
        }
    }

    /**
     * Reads an authentic bundle again and opens its payload. Does not read it if this service has no age identity for it.
     *
     * @param manifest its manifest from an earlier inspection
     * @param selection the entries of the payload to keep
     * @throws ServiceException {@code BUNDLE_NOT_FOUND} or {@code STORE_UNAVAILABLE}
     */
    public OpenedPayload open(StoredBundle bundle, Manifest manifest, Selection selection, Deadline deadline) {
        var refused = OpenedPayload.refuse(sealingKeys.identity(), manifest);
        if (refused.isPresent()) {
            return refused.get();
        }
        var inspection = inspect(bundle, selection, deadline);
        boolean unchanged = inspection
                .trusted()
                .map(file -> file.manifest().payload().sha256())
                .filter(manifest.payload().sha256()::equals)
                .isPresent();
        return unchanged ? inspection.payload() : OpenedPayload.changed();
    }

    /** Opens the file of a bundle. Failures of the store are a {@link ServiceException}. */
    InputStream openFile(StoredBundle bundle, Deadline deadline) {
        return new StoreInputStream(store.open(bundle.folder(), bundle.id().fileName(), deadline), bundle.id());
    }

    /** Reads an authentic bundle again and opens its payload. The content is used only if it is still the same. */
    private OpenedPayload openLargePayload(BundleInspection inspection, Selection selection, Deadline deadline)
            throws IOException {
        var manifest = inspection.trusted().orElseThrow().manifest();
        try (var file = openFile(inspection.bundle(), deadline)) {
            var archive = ArchiveReader.open(file);
            var opened = OpenedPayload.open(sealingKeys.identity(), manifest, archive.payload(), selection);
            return archive.finish().payload().sha256().equals(manifest.payload().sha256())
                    ? opened.requireReadable()
                    : OpenedPayload.changed();
        } catch (CorruptBundleException e) {
            return OpenedPayload.changed();
        }
    }

    /**
     * The payload is decrypted only if the bundle is authentic, which is known at the end of the file. Until then, a payload
     * of usual size is kept in memory. A larger one has to be read again.
     */
    private BundleInspection inspect(StoredBundle bundle, InputStream file, AllowedSigners signers, Selection selection)
            throws CorruptBundleException, IOException {
        var check = new AuthenticityCheck(installation.site(), signers, clock.instant());
        var archive = ArchiveReader.open(file);
        var signed = check.checkManifest(bundle, archive.manifest(), archive.signature());
        boolean toOpen = selection != Selection.NONE && signed.trusted().isPresent();
        var sealed = archive.payload().readNBytes(toOpen ? MAX_SEALED_IN_MEMORY : AgeRecipients.MAX_HEADER_LENGTH);
        var head = Arrays.copyOf(sealed, Math.min(sealed.length, AgeRecipients.MAX_HEADER_LENGTH));
        var inspection = check.check(bundle, signed, archive.finish(), AgeRecipients.count(head));
        return toOpen && inspection.authentic()
                ? inspection.with(openPayload(inspection, sealed, selection))
                : inspection;
    }

    private OpenedPayload openPayload(BundleInspection inspection, byte[] sealed, Selection selection) {
        var manifest = inspection.trusted().orElseThrow().manifest();
        var identity = sealingKeys.identity();
        if (inspection.contents().orElseThrow().payload().sizeBytes() > sealed.length) {
            return OpenedPayload.refuse(identity, manifest).orElse(OpenedPayload.TOO_LARGE);
        }
        return OpenedPayload.open(identity, manifest, new ByteArrayInputStream(sealed), selection)
                .requireReadable();
    }

    private static Finding corrupt(@Nullable String cause) {
        return Finding.fail(
                Proof.ARCHIVE,
                String.valueOf(cause),
                "Do not use this bundle. Use another one, and find out who changed the file.");
    }

    /**
     * Reads a file from the store. Reports failures of the store as {@link ServiceException}, so that they are not mistaken
     * for a corrupt file.
     */
    static final class StoreInputStream extends FilterInputStream {

        private final BundleId id;

        StoreInputStream(InputStream in, BundleId id) {
            super(in);
            this.id = id;
        }

        @Override
        public int read() {
            try {
                return super.read();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private ServiceException unreadable(IOException e) {
            return new ServiceException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "%s could not be read completely: %s".formatted(id, e.getMessage()),
                    e);
        }
    }
}
