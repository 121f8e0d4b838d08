package org.apicdr.bundle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apicdr.bundle.AuthenticityFinding.Proof;

/**
 * What reading a bundle once showed. Only what an authentic one says may be believed.
 *
 * @param bundle the file
 * @param contents what the file holds; empty where it is not a whole, canonical archive
 * @param manifestFile its manifest; empty where it has none that can be read
 * @param signer fingerprint of the key that the signature names; empty where there is no such signature
 * @param findings what was looked at
 */
public record BundleInspection(
        StoredBundle bundle,
        Optional<ArchiveContents> contents,
        Optional<ManifestFile> manifestFile,
        Optional<String> signer,
        List<AuthenticityFinding> findings) {

    public BundleInspection {
        findings = List.copyOf(findings);
    }

    /** A bundle whose file the store does not let be read. */
    public static BundleInspection unreadable(StoredBundle bundle, String why) {
        var authenticityFinding = AuthenticityFinding.fail(
                Proof.ARCHIVE, why, "see on the store's server who may read the file, and whether its disk is whole");
        return new BundleInspection(
                bundle, Optional.empty(), Optional.empty(), Optional.empty(), List.of(authenticityFinding));
    }

    /** The same file as a listing shows it. */
    BundleInspection of(StoredBundle listed) {
        return new BundleInspection(listed, contents, manifestFile, signer, findings);
    }

    public boolean authentic() {
        return !findings.isEmpty() && findings.stream().allMatch(AuthenticityFinding::passed);
    }

    /** Whether the file is a whole, canonical archive. */
    public boolean whole() {
        return findings.stream()
                .filter(authenticityFinding -> authenticityFinding.check() == Proof.ARCHIVE)
                .allMatch(AuthenticityFinding::passed);
    }

    /** The manifest of an authentic bundle; empty for any other. */
    public Optional<ManifestFile> trusted() {
        return authentic() ? manifestFile : Optional.empty();
    }

    /** When the subsystem was what an authentic bundle holds; empty for any other. */
    public Optional<Instant> capturedAt() {
        return trusted().map(file -> file.manifest().capturedAt());
    }

    /** What did not pass, in sentences. */
    public String doubts() {
        return findings.stream()
                .filter(authenticityFinding -> !authenticityFinding.passed())
                .map(AuthenticityFinding::detail)
                .collect(Collectors.joining("; "));
    }
}
