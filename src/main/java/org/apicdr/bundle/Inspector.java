package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.Finding.Proof;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.seal.AllowedSigners;
import org.apicdr.seal.SealedHeader;
import org.apicdr.seal.Seals;
import org.apicdr.seal.SignerKey;
import org.apicdr.subsystem.Installation;
import org.jspecify.annotations.Nullable;

/** Reads a bundle from the store, once, and finds out whether it is authentic; no private key is needed. */
@ApplicationScoped
public class Inspector {

    private final BundleStore store;
    private final Seals seals;
    private final Installation installation;
    private final Clock clock;

    Inspector(BundleStore store, Seals seals, Installation installation, Clock clock) {
        this.store = store;
        this.seals = seals;
        this.installation = installation;
        this.clock = clock;
    }

    /**
     * Reads a bundle.
     *
     * @throws RecoveryException {@code BUNDLE_NOT_FOUND} or {@code STORE_UNAVAILABLE}; what is wrong with the bundle
     *     itself is among the findings
     */
    public Inspection inspect(StoredBundle bundle, Deadline deadline) {
        var head = new HeadCapture(SealedHeader.MAX_LENGTH);
        try {
            var contents = read(bundle, head, deadline);
            return authentication(seals.allowedSigners()).of(bundle, contents, SealedHeader.recipients(head.bytes()));
        } catch (DamagedBundleException e) {
            return new Inspection(
                    bundle, Optional.empty(), Optional.empty(), Optional.empty(), List.of(damaged(e.getMessage())));
        }
    }

    /** The same; empty where somebody removed the bundle between the listing and the reading. */
    Optional<Inspection> inspectIfThere(StoredBundle bundle, Deadline deadline) {
        try {
            return Optional.of(inspect(bundle, deadline));
        } catch (RecoveryException e) {
            if (e.reason() == Reason.BUNDLE_NOT_FOUND) {
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
    public Inspection inspect(StoredBundle bundle, byte[] file, SignerKey signer) {
        var head = new HeadCapture(SealedHeader.MAX_LENGTH);
        try {
            var contents = ArchiveReader.read(new ByteArrayInputStream(file), head);
            return authentication(seals.allowedSigners().with(signer))
                    .of(bundle, contents, SealedHeader.recipients(head.bytes()));
        } catch (DamagedBundleException | IOException e) {
            throw new IllegalStateException("a new bundle cannot be read", e);
        }
    }

    /**
     * Reads a bundle's file, its payload into a sink.
     *
     * @throws DamagedBundleException where it is not a whole, canonical archive
     */
    public ArchiveContents read(StoredBundle bundle, OutputStream payload, Deadline deadline)
            throws DamagedBundleException {
        try {
            return read(bundle, content -> content.transferTo(payload), deadline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a bundle's file, and uses its payload while it passes.
     *
     * @throws DamagedBundleException where it is not a whole, canonical archive, or by that use
     * @throws IOException by that use alone
     */
    public ArchiveContents read(StoredBundle bundle, ArchiveReader.PayloadUse use, Deadline deadline)
            throws DamagedBundleException, IOException {
        try (var file = new StoreStream(store.open(bundle.folder(), bundle.id().fileName(), deadline), bundle.id())) {
            return ArchiveReader.read(file, use);
        }
    }

    private Authentication authentication(AllowedSigners signers) {
        return new Authentication(installation.site(), signers, clock.instant());
    }

    private static Finding damaged(@Nullable String why) {
        return Finding.fail(
                Proof.ARCHIVE,
                String.valueOf(why),
                "do not use this bundle: take another one, and find out who changed the file");
    }
}
