package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.BundleArchiveWriter;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.Digests;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SshPublicKey;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Seals bundles in two steps: encrypts the payload, whose digest the manifest needs, then signs the manifest and writes
 * the file.
 */
@ApplicationScoped
public class BundleSealer {

    /** The manifest entry of RECOVERY.md until that file is written. It is written from the manifest. */
    public static final Manifest.FileDigest RECOVERY_PLACEHOLDER =
            new Manifest.FileDigest(BundleArchiveWriter.RECOVERY, 0, "");

    private final SealingKeys sealingKeys;
    private final RecoveryGuide guide;
    private final BundleInspector bundleInspector;
    private final String version;

    BundleSealer(
            SealingKeys sealingKeys,
            RecoveryGuide guide,
            BundleInspector bundleInspector,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.sealingKeys = sealingKeys;
        this.guide = guide;
        this.bundleInspector = bundleInspector;
        this.version = version;
    }

    /** Returns the name and version of this service. */
    public Manifest.Producer producer() {
        return new Manifest.Producer("apic-dr", version);
    }

    /** Returns the current recipients and the current signing key. */
    public SealingKeys.Snapshot keys() {
        return sealingKeys.present();
    }

    /**
     * Returns whether a bundle has the current format, is sealed to the current recipients and is signed with the
     * current key.
     */
    public boolean isSealedWithCurrentKeys(BundleInspection bundleInspection) {
        var sealingKeySnapshot = keys();
        var signer = sealingKeySnapshot.signingKey().publicKey().fingerprint();
        return bundleInspection
                .trusted()
                .map(ManifestFile::manifest)
                .filter(manifest -> manifest.formatVersion().equals(Manifest.FORMAT_VERSION))
                .filter(manifest -> Set.copyOf(manifest.payload().recipients())
                        .equals(Set.copyOf(sealingKeySnapshot.recipients().values())))
                .filter(manifest -> bundleInspection.signer().equals(Optional.of(signer)))
                .isPresent();
    }

    /**
     * Encrypts a payload.
     *
     * @param packed the payload as gzipped tar
     */
    public SealedPayload encrypt(byte[] packed, SealingKeys.Snapshot keys) {
        return new SealedPayload(keys, keys.recipients().seal(packed));
    }

    /**
     * Creates a bundle: writes RECOVERY.md, signs the manifest, and inspects the file as any reader would.
     *
     * @param manifest the manifest, with {@link #RECOVERY_PLACEHOLDER} in place of its RECOVERY.md
     * @param payload the content of the bundle
     * @param sealed the same content, encrypted
     */
    public NewBundle signAndWrite(Manifest manifest, Payload payload, SealedPayload sealed) {
        var signingKey = sealed.keys().signingKey();
        var recovery = guide.write(manifest, payload).getBytes(StandardCharsets.UTF_8);
        var file = ManifestFile.of(manifest.with(
                new Manifest.FileDigest(BundleArchiveWriter.RECOVERY, recovery.length, Digests.sha256Hex(recovery))));
        var signature = signingKey.sign(file.bytes()).armor().getBytes(StandardCharsets.US_ASCII);
        var archive = write(new BundleArchiveWriter(recovery, file.bytes(), signature, sealed.bytes), manifest);
        return new NewBundle(inspect(manifest, archive, signingKey.publicKey()), archive);
    }

    private static byte[] write(BundleArchiveWriter archive, Manifest manifest) {
        try {
            return archive.write(manifest.createdAt());
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    ErrorCode.SUBSYSTEM_TOO_LARGE,
                    "%s: %s".formatted(manifest.management().path(), e.getMessage()),
                    e);
        }
    }

    private BundleInspection inspect(Manifest manifest, byte[] archive, SshPublicKey signer) {
        var management = manifest.management();
        var folder = new SubsystemRef(management.namespace(), management.name());
        var bundleInspection =
                bundleInspector.inspect(new StoredBundle(folder, manifest.id(), archive.length), archive, signer);
        if (!bundleInspection.authentic()) {
            throw new IllegalStateException("A new bundle is not authentic: " + bundleInspection.describeFailures());
        }
        return bundleInspection;
    }

    /** An encrypted payload, and the keys with which its bundle is sealed. */
    public static final class SealedPayload {

        private final SealingKeys.Snapshot keys;
        private final byte[] bytes;
        private final Manifest.PayloadDigest digest;

        private SealedPayload(SealingKeys.Snapshot keys, byte[] bytes) {
            this.keys = keys;
            this.bytes = bytes;
            this.digest = new Manifest.PayloadDigest(
                    BundleArchiveWriter.PAYLOAD,
                    bytes.length,
                    Digests.sha256Hex(bytes),
                    keys.recipients().values());
        }

        /** Returns the recipients of the payload and the key that signs the manifest. */
        public SealingKeys.Snapshot keys() {
            return keys;
        }

        /** Returns the manifest entry of the payload. */
        public Manifest.PayloadDigest digest() {
            return digest;
        }
    }

    /** A bundle that is created and inspected, but not yet stored. */
    public static final class NewBundle {

        private final BundleInspection bundleInspection;
        private final byte[] file;

        private NewBundle(BundleInspection bundleInspection, byte[] file) {
            this.bundleInspection = bundleInspection;
            this.file = file;
        }

        /** Returns the result of inspecting the bundle without the private keys. */
        public BundleInspection inspection() {
            return bundleInspection;
        }

        public byte[] file() {
            return file;
        }
    }
}
