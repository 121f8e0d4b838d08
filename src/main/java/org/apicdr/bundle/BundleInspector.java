package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.AuthenticityFinding.Proof;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.AgeHeader;
import org.apicdr.crypto.AllowedSigners;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SshPublicKey;
import org.apicdr.subsystem.Installation;
import org.jspecify.annotations.Nullable;

/** Reads a bundle from the store, once, and finds out whether it is authentic; no private key is needed. */
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
     * Reads a bundle.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND} or {@code STORE_UNAVAILABLE}; what is wrong with the bundle
     *     itself is among the findings
     */
    public BundleInspection inspect(StoredBundle bundle, Deadline deadline) {
        var head = new PrefixOutputStream(AgeHeader.MAX_LENGTH);
        try {
            var contents = read(bundle, head, deadline);
            return authentication(sealingKeys.allowedSigners())
                    .of(bundle, contents, AgeHeader.recipients(head.bytes()));
        } catch (CorruptBundleException e) {
            return new BundleInspection(
                    bundle, Optional.empty(), Optional.empty(), Optional.empty(), List.of(damaged(e.getMessage())));
        }
    }

    /** The same; empty where somebody removed the bundle between the listing and the reading. */
    Optional<BundleInspection> inspectIfThere(StoredBundle bundle, Deadline deadline) {
        try {
            return Optional.of(inspect(bundle, deadline));
        } catch (ServiceException e) {
            if (e.reason() == ErrorCode.BUNDLE_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * What a reader would find in a bundle that is not on the store yet.
     *
     * @param signer who signed it; allowed even if the key was swapped meanwhile
     */
    public BundleInspection inspect(StoredBundle bundle, byte[] file, SshPublicKey signer) {
        var head = new PrefixOutputStream(AgeHeader.MAX_LENGTH);
        try {
            var contents = ArchiveReader.read(new ByteArrayInputStream(file), head);
            return authentication(sealingKeys.allowedSigners().with(signer))
                    .of(bundle, contents, AgeHeader.recipients(head.bytes()));
        } catch (CorruptBundleException | IOException e) {
            throw new IllegalStateException("a new bundle cannot be read", e);
        }
    }

    /**
     * Reads a bundle's file, its payload into a sink.
     *
     * @throws CorruptBundleException where it is not a whole, canonical archive
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
     * Reads a bundle's file, and uses its payload while it passes.
     *
     * @throws CorruptBundleException where it is not a whole, canonical archive, or by that use
     * @throws IOException by that use alone
     */
    public ArchiveContents read(StoredBundle bundle, ArchiveReader.PayloadUse use, Deadline deadline)
            throws CorruptBundleException, IOException {
        try (var file =
                new StoreInputStream(store.open(bundle.folder(), bundle.id().fileName(), deadline), bundle.id())) {
            return ArchiveReader.read(file, use);
        }
    }

    private AuthenticityCheck authentication(AllowedSigners signers) {
        return new AuthenticityCheck(installation.site(), signers, clock.instant());
    }

    private static AuthenticityFinding damaged(@Nullable String why) {
        return AuthenticityFinding.fail(
                Proof.ARCHIVE,
                String.valueOf(why),
                "do not use this bundle: take another one, and find out who changed the file");
    }
}
