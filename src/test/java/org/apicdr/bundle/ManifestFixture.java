package org.apicdr.bundle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SecretRole;
import org.jspecify.annotations.Nullable;

/** Makes manifests for plain tests. */
public final class ManifestFixture {

    private ManifestFixture() {}

    /** A manifest of {@code apic/management} alone. */
    public static Manifest manifest(String lineage) {
        return manifest(List.of(entry("ManagementCluster", "management", lineage, List.of())));
    }

    /** A manifest of {@code apic/management} alone, with all secrets that it needs, sealed to recipients. */
    public static Manifest complete(List<String> recipients) {
        var secrets = new ArrayList<>(List.of(secret("enc-key", SecretRole.ENCRYPTION, "encryptionSecret")));
        Samples.CREDENTIALS.forEach(
                key -> secrets.add(secret(Samples.credential(key), SecretRole.CREDENTIAL, key + "CredentialSecret")));
        return manifest(List.of(entry("ManagementCluster", "management", "uid-1", secrets)), recipients);
    }

    public static Manifest manifest(List<Manifest.Entry> subsystems) {
        return manifest(subsystems, List.of("age1"));
    }

    private static Manifest manifest(List<Manifest.Entry> subsystems, List<String> recipients) {
        return new Manifest(
                "1.1",
                new BundleId("management-82b290a2-20261122T030000Z-1f9a3c2b"),
                "prod-dc1",
                Instant.parse("2026-11-22T03:00:00Z"),
                "api",
                null,
                null,
                new Manifest.Producer("apic-dr", "1.0.0"),
                subsystems,
                new Manifest.FileDigest(BundleArchiveWriter.RECOVERY, 1, "00"),
                new Manifest.PayloadDigest(BundleArchiveWriter.PAYLOAD, 1, "1f9a3c2b", recipients),
                null,
                null,
                List.of());
    }

    /** The same of another bundle, which may be one that was sealed anew. */
    public static Manifest at(Manifest manifest, BundleId id, Manifest.@Nullable Reference resealedFrom) {
        return new Manifest(
                manifest.formatVersion(),
                id,
                manifest.site(),
                id.createdAt(),
                manifest.trigger(),
                null,
                null,
                manifest.producer(),
                manifest.subsystems(),
                manifest.recovery(),
                manifest.payload(),
                null,
                resealedFrom,
                List.of());
    }

    /** An entry in the namespace {@code apic}. */
    public static Manifest.Entry entry(String kind, String name, String lineage, List<Manifest.Secret> secrets) {
        var endpoints = new TreeMap<String, List<String>>();
        endpoints.put("apiManager", List.of("manager.example.com"));
        return new Manifest.Entry(
                kind,
                "apic",
                name,
                "uid-1",
                lineage,
                "82b290a2",
                "10.0.5.7-7267",
                true,
                null,
                endpoints,
                null,
                null,
                fingerprint(0),
                secrets,
                null,
                List.of(),
                List.of());
    }

    public static Manifest.Secret secret(String name, SecretRole role, String statusKey) {
        return new Manifest.Secret(name, role, statusKey, null, fingerprint(0));
    }

    /** A fingerprint that differs by its number. */
    public static Fingerprint fingerprint(int number) {
        return new Fingerprint("01234567", "%064x".formatted(number));
    }
}
