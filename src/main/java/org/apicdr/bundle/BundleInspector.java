package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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

    private final BundleStore store;
    private final SealingKeys sealingKeys;
    private final Installation installation;
    private final Clock clock;

    BundleInspector(BundleStore store, SealingKeys sealingKeys, Installation installation, Clock clock) {
        this.store = store;
        this.sealingKeys = sealingKeys;
        this.installation = installation;
        this.clock = clock;
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
        try (var file =
                new StoreInputStream(store.open(bundle.folder(), bundle.id().fileName(), deadline), bundle.id())) {
            return inspect(bundle, file, sealingKeys.allowedSigners(), selection);
        } catch (CorruptBundleException e) {
            return new BundleInspection(
                    bundle, Optional.empty(), Optional.empty(), Optional.empty(), List.of(corrupt(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** The payload is decrypted only if an allowed signer has signed the manifest. */
    private BundleInspection inspect(StoredBundle bundle, InputStream file, AllowedSigners signers, Selection selection)
            throws CorruptBundleException, IOException {
        var check = new AuthenticityCheck(installation.site(), signers, clock.instant());
        var archive = ArchiveReader.open(file);
        var signed = check.checkManifest(bundle, archive.manifest(), archive.signature());
        var head = archive.payload().readNBytes(AgeRecipients.MAX_HEADER_LENGTH);
        var sealed = new SequenceInputStream(new ByteArrayInputStream(head), archive.payload());
        var opened = signed.trusted()
                .filter(manifest -> selection != Selection.NONE)
                .map(manifest -> OpenedPayload.open(sealingKeys.identity(), manifest, sealed, selection))
                .orElse(OpenedPayload.NOT_REQUESTED);
        return check.check(bundle, signed, archive.finish(), AgeRecipients.count(head))
                .with(opened);
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
