package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.AuthenticityFinding.Proof;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.AgeRecipients;
import org.apicdr.crypto.AllowedSigners;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SshPublicKey;
import org.apicdr.subsystem.Installation;
import org.jspecify.annotations.Nullable;

/** Reads a bundle from the store once and checks whether it is authentic. No private key is needed. */
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
     * Reads and checks a bundle. Defects of the bundle itself are reported as findings.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND} or {@code STORE_UNAVAILABLE}
     */
    public BundleInspection inspect(StoredBundle bundle, Deadline deadline) {
        var head = new PrefixOutputStream(AgeRecipients.MAX_HEADER_LENGTH);
        try {
            var contents = read(bundle, head, deadline);
            return authenticityCheck(sealingKeys.allowedSigners())
                    .of(bundle, contents, AgeRecipients.count(head.bytes()));
        } catch (CorruptBundleException e) {
            return new BundleInspection(
                    bundle, Optional.empty(), Optional.empty(), Optional.empty(), List.of(corrupt(e.getMessage())));
        }
    }

    /** Reads and checks a bundle. Returns empty if the bundle was deleted after it was listed. */
    Optional<BundleInspection> inspectIfThere(StoredBundle bundle, Deadline deadline) {
        try {
            return Optional.of(inspect(bundle, deadline));
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
        var head = new PrefixOutputStream(AgeRecipients.MAX_HEADER_LENGTH);
        try {
            var contents = ArchiveReader.read(new ByteArrayInputStream(file), head);
            return authenticityCheck(sealingKeys.allowedSigners().with(signer))
                    .of(bundle, contents, AgeRecipients.count(head.bytes()));
        } catch (CorruptBundleException | IOException e) {
            throw new IllegalStateException("The new bundle cannot be read.", e);
        }
    }

    /**
     * Reads a bundle's file and copies its payload.
     *
     * @throws CorruptBundleException if the file is not a complete, canonical archive
     */
    public ArchiveContents read(StoredBundle bundle, OutputStream payload, Deadline deadline)
            throws CorruptBundleException {
        try {
            return read(bundle, content -> content.transferTo(payload), deadline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a bundle's file and passes its payload to a consumer.
     *
     * @throws CorruptBundleException if the file is not a complete, canonical archive, or if the consumer throws it
     * @throws IOException only if the consumer throws it
     */
    public ArchiveContents read(StoredBundle bundle, ArchiveReader.PayloadUse use, Deadline deadline)
            throws CorruptBundleException, IOException {
        try (var file =
                new StoreInputStream(store.open(bundle.folder(), bundle.id().fileName(), deadline), bundle.id())) {
            return ArchiveReader.read(file, use);
        }
    }

    private AuthenticityCheck authenticityCheck(AllowedSigners signers) {
        return new AuthenticityCheck(installation.site(), signers, clock.instant());
    }

    private static AuthenticityFinding corrupt(@Nullable String cause) {
        return AuthenticityFinding.fail(
                Proof.ARCHIVE,
                String.valueOf(cause),
                "Do not use this bundle. Use another one, and find out who changed the file.");
    }

    /** Keeps the first bytes that are written to it and discards the rest. */
    static final class PrefixOutputStream extends OutputStream {

        private final int limit;
        private final ByteArrayOutputStream head = new ByteArrayOutputStream();

        PrefixOutputStream(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(int b) {
            if (head.size() < limit) {
                head.write(b);
            }
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            head.write(buffer, offset, Math.min(length, limit - head.size()));
        }

        byte[] bytes() {
            return head.toByteArray();
        }
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
