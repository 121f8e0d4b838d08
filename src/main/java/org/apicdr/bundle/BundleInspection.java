package org.apicdr.bundle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleInspection.Finding.Proof;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a bundle. The contents and the manifest can be trusted only if the bundle is authentic.
 *
 * @param bundle the file
 * @param contents the contents of the file; empty if it is not a complete, canonical archive
 * @param manifestFile its manifest; empty if it has no readable one
 * @param signer fingerprint of the key in the signature; empty if there is no valid signature file
 * @param findings the results of the checks
 * @param payload the payload; opened only if it was requested and the bundle is authentic
 */
public record BundleInspection(
        StoredBundle bundle,
        Optional<ArchiveContents> contents,
        Optional<ManifestFile> manifestFile,
        Optional<String> signer,
        List<Finding> findings,
        OpenedPayload payload) {

    public BundleInspection {
        findings = List.copyOf(findings);
    }

    /** Creates an inspection whose payload was not requested. */
    public BundleInspection(
            StoredBundle bundle,
            Optional<ArchiveContents> contents,
            Optional<ManifestFile> manifestFile,
            Optional<String> signer,
            List<Finding> findings) {
        this(bundle, contents, manifestFile, signer, findings, OpenedPayload.NOT_REQUESTED);
    }

    /** Returns this inspection with the bundle as it was listed. */
    BundleInspection of(StoredBundle listed) {
        return new BundleInspection(listed, contents, manifestFile, signer, findings, payload);
    }

    /** Returns the bundle with the size that was read, for one that was not listed. */
    StoredBundle asRead() {
        return contents.map(read -> new StoredBundle(
                        bundle.folder(), bundle.id(), read.file().sizeBytes()))
                .orElse(bundle);
    }

    /** Returns this inspection, without the contents and the manifest if the bundle is not authentic. */
    BundleInspection withoutUntrusted() {
        return authentic()
                ? this
                : new BundleInspection(bundle, Optional.empty(), Optional.empty(), signer, findings, payload);
    }

    /** Returns this inspection of an authentic bundle with its opened payload. */
    BundleInspection with(OpenedPayload opened) {
        return new BundleInspection(bundle, contents, manifestFile, signer, findings, opened);
    }

    public boolean authentic() {
        return !findings.isEmpty() && findings.stream().allMatch(Finding::passed);
    }

    /** Returns whether the file is a complete, canonical archive. */
    public boolean whole() {
        return findings.stream()
                .filter(finding -> finding.check() == Proof.ARCHIVE)
                .allMatch(Finding::passed);
    }

    /** Returns the size of the file in bytes: as it was read, or as it was listed if it is not a canonical archive. */
    public long fileSize() {
        return contents.map(archive -> archive.file().sizeBytes()).orElse(bundle.sizeBytes());
    }

    /** Returns the manifest of an authentic bundle, or empty if the bundle is not authentic. */
    public Optional<ManifestFile> trusted() {
        return authentic() ? manifestFile : Optional.empty();
    }

    /** Returns the capture time of an authentic bundle, or empty if the bundle is not authentic. */
    public Optional<Instant> capturedAt() {
        return trusted().map(file -> file.manifest().capturedAt());
    }

    /** Returns the details of the failed checks. */
    public String describeFailures() {
        return findings.stream()
                .filter(finding -> !finding.passed())
                .map(Finding::detail)
                .collect(Collectors.joining(" "));
    }

    /**
     * The result of one check that was made while a bundle was read.
     *
     * @param check the check
     * @param passed whether the check passed
     * @param detail the result in a sentence
     * @param remedy what to do if the check failed; null if it passed
     */
    public record Finding(
            Proof check,
            boolean passed,
            String detail,
            @Nullable String remedy) {

        /** The checks that need no private key. */
        public enum Proof {
            ARCHIVE,
            MANIFEST,
            SIGNATURE,
            SIGNER,
            DIGESTS,
            IDENTITY,
            RECIPIENTS
        }

        static Finding pass(Proof check, String detail) {
            return new Finding(check, true, detail, null);
        }

        static Finding fail(Proof check, String detail, String remedy) {
            return new Finding(check, false, detail, remedy);
        }
    }
}
