package org.apicdr.bundle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.ArchiveContents.Part;
import org.apicdr.bundle.BundleInspection.Finding;
import org.apicdr.bundle.BundleInspection.Finding.Proof;
import org.apicdr.bundle.Manifest.FileDigest;
import org.apicdr.crypto.AllowedSigners;
import org.apicdr.crypto.SshSignature;
import org.apicdr.subsystem.ResourceKind;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a bundle is authentic: signature, signer, digests, recipients, and whether site, folder, name and time are
 * its own.
 *
 * @param site the name of this installation
 * @param signers the allowed signers
 * @param now the current time; a bundle with a later creation time is rejected, apart from {@link #CLOCK_SKEW}
 */
record AuthenticityCheck(String site, AllowedSigners signers, Instant now) {

    /** The tolerated difference between two clocks. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** A manifest that an unknown key has signed is parsed for the report only up to this size. Usual ones are smaller. */
    private static final int MAX_UNTRUSTED_MANIFEST = 64 << 10;

    private static final String DO_NOT_USE =
            "Do not use this bundle. Use another one, and find out who changed the file.";

    /**
     * Checks what precedes the payload in the file: the signature, the signer and then the manifest. A manifest whose signature
     * is wrong is never parsed: its author is unknown, and a tree of JSON is many times as large as its bytes.
     */
    SignedManifest checkManifest(StoredBundle bundle, byte[] manifest, byte[] signature) {
        var findings = new ArrayList<Finding>();
        var parsedSignature = signature(manifest, signature, findings);
        if (parsedSignature == null || !findings.stream().allMatch(Finding::passed)) {
            return new SignedManifest(parsedSignature, null, findings);
        }
        var signer = signer(parsedSignature, bundle);
        findings.add(signer);
        var parsedManifest =
                signer.passed() || manifest.length <= MAX_UNTRUSTED_MANIFEST ? manifest(manifest, findings) : null;
        return new SignedManifest(parsedSignature, parsedManifest, findings);
    }

    /**
     * Checks the whole file.
     *
     * @param signed the result of {@link #checkManifest} for the same file
     * @param stanzas the number of recipients in the header of the payload
     */
    BundleInspection check(StoredBundle bundle, SignedManifest signed, ArchiveContents contents, int stanzas) {
        var findings = new ArrayList<Finding>();
        findings.add(Finding.pass(
                Proof.ARCHIVE,
                "The file is canonical: %d bytes, SHA-256 %s."
                        .formatted(contents.file().sizeBytes(), contents.file().sha256())));
        findings.addAll(signed.findings());
        var manifestFile = signed.manifestFile();
        if (manifestFile != null) {
            var manifest = manifestFile.manifest();
            findings.add(digests(contents, manifest));
            findings.add(identity(bundle, contents, manifest));
            findings.add(recipients(stanzas, manifest));
        }
        return new BundleInspection(
                bundle,
                Optional.of(contents),
                Optional.ofNullable(manifestFile),
                Optional.ofNullable(signed.signature())
                        .map(SshSignature::signer)
                        .map(key -> key.fingerprint()),
                findings);
    }

    private static @Nullable SshSignature signature(byte[] manifest, byte[] signatureFile, List<Finding> findings) {
        try {
            var signature = SshSignature.parse(signatureFile);
            boolean valid = signature.verifies(manifest);
            findings.add(
                    valid
                            ? Finding.pass(Proof.SIGNATURE, "manifest.json is signed.")
                            : Finding.fail(Proof.SIGNATURE, "The signature does not match manifest.json.", DO_NOT_USE));
            return signature;
        } catch (IllegalArgumentException e) {
            findings.add(
                    Finding.fail(Proof.SIGNATURE, "manifest.json.sig is %s.".formatted(e.getMessage()), DO_NOT_USE));
            return null;
        }
    }

    private static @Nullable ManifestFile manifest(byte[] bytes, List<Finding> findings) {
        try {
            var file = ManifestFile.read(bytes);
            findings.add(Finding.pass(
                    Proof.MANIFEST,
                    "The format version is %s.".formatted(file.manifest().formatVersion())));
            return file;
        } catch (CorruptBundleException e) {
            findings.add(Finding.fail(Proof.MANIFEST, String.valueOf(e.getMessage()), DO_NOT_USE));
            return null;
        }
    }

    /** Judges the signer at the time of the id, which {@link #identity} compares with that of the manifest. */
    private Finding signer(SshSignature signature, StoredBundle bundle) {
        var principal = site + "/" + bundle.folder();
        var decision = signers.decide(signature.signer(), principal, bundle.id().createdAt());
        return decision.allowed()
                ? Finding.pass(Proof.SIGNER, decision.detail())
                : Finding.fail(
                        Proof.SIGNER,
                        decision.detail(),
                        "Only if you know the key, add its line to the file of apic-dr.seal.allowed-signers-file.");
    }

    private static Finding digests(ArchiveContents contents, Manifest manifest) {
        var payload = manifest.payload();
        var sealed = new FileDigest(payload.name(), payload.sizeBytes(), payload.sha256());
        if (!agree(BundleArchiveWriter.RECOVERY, manifest.recovery(), contents.recovery())) {
            return Finding.fail(Proof.DIGESTS, "RECOVERY.md does not match its signed digest.", DO_NOT_USE);
        }
        if (!agree(BundleArchiveWriter.PAYLOAD, sealed, contents.payload())) {
            return Finding.fail(Proof.DIGESTS, "payload.tar.gz.age does not match its signed digest.", DO_NOT_USE);
        }
        return Finding.pass(Proof.DIGESTS, "RECOVERY.md and payload.tar.gz.age match their signed digests.");
    }

    private static boolean agree(String name, FileDigest signed, Part found) {
        return signed.equals(new FileDigest(name, found.sizeBytes(), found.sha256()));
    }

    private Finding identity(StoredBundle bundle, ArchiveContents contents, Manifest manifest) {
        return mismatch(bundle, manifest)
                .or(() -> contents.modified().equals(manifest.createdAt())
                        ? Optional.empty()
                        : Optional.of("The times in the file differ from createdAt in the manifest."))
                .or(() -> manifest.createdAt().isAfter(now.plus(CLOCK_SKEW))
                        ? Optional.of("The bundle is dated in the future: %s.".formatted(manifest.createdAt()))
                        : Optional.empty())
                .map(mismatch -> Finding.fail(Proof.IDENTITY, mismatch, DO_NOT_USE))
                .orElseGet(() -> Finding.pass(
                        Proof.IDENTITY, "The id, file name, folder, times and dirty mark match the manifest."));
    }

    /** Compares the name and folder of a bundle with its manifest. Returns the first mismatch as a sentence. */
    private Optional<String> mismatch(StoredBundle bundle, Manifest manifest) {
        var management = manifest.management();
        if (!management.kind().equals(ResourceKind.MANAGEMENT_CLUSTER.kind())) {
            return Optional.of("The first subsystem of the manifest is not a ManagementCluster.");
        }
        if (!manifest.site().equals(site)) {
            return Optional.of("The bundle was created at site %s but is in the folder of site %s."
                    .formatted(manifest.site(), site));
        }
        if (!management.path().equals(bundle.folder().toString())) {
            return Optional.of("The bundle belongs to %s but is in the folder of %s."
                    .formatted(management.path(), bundle.folder()));
        }
        if (!manifest.id().equals(bundle.id())) {
            return Optional.of(
                    "The file is named %s, but the id of the bundle is %s.".formatted(bundle.id(), manifest.id()));
        }
        return idMatches(manifest.id(), manifest)
                ? Optional.empty()
                : Optional.of("The id %s does not match the manifest.".formatted(manifest.id()));
    }

    /** Compares the parts one by one, because the values of a manifest need not form a valid id. */
    private static boolean idMatches(BundleId id, Manifest manifest) {
        var siteName = id.siteName(manifest.management().name());
        return !siteName.isEmpty()
                && siteName.equals(manifest.management().siteName())
                && id.createdAt().equals(manifest.createdAt())
                && manifest.payload().sha256().startsWith(id.payloadDigest())
                && id.dirty() == manifest.dirty();
    }

    private static Finding recipients(int stanzas, Manifest manifest) {
        int named = manifest.payload().recipients().size();
        return stanzas == named && named > 0
                ? Finding.pass(Proof.RECIPIENTS, "The payload is sealed to %d recipients.".formatted(named))
                : Finding.fail(
                        Proof.RECIPIENTS,
                        "The manifest names %d recipients, but the payload is sealed to %d."
                                .formatted(named, Math.max(stanzas, 0)),
                        DO_NOT_USE);
    }

    /**
     * The result of checking the manifest and its signature.
     *
     * @param signature the signature; null if it cannot be parsed
     * @param manifestFile the manifest; null if it cannot be parsed, or was not because of the signature
     */
    record SignedManifest(
            @Nullable SshSignature signature, @Nullable ManifestFile manifestFile, List<Finding> findings) {

        /** Returns the manifest if an allowed signer has signed it. */
        Optional<Manifest> trusted() {
            return manifestFile != null && findings.stream().allMatch(Finding::passed)
                    ? Optional.of(manifestFile.manifest())
                    : Optional.empty();
        }
    }
}
