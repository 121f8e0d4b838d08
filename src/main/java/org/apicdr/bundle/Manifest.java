package org.apicdr.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.SecretRole;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The public, signed description of a bundle. Contains no secret value. Times are UTC, RFC 3339.
 *
 * @param formatVersion {@code 1.1}, or the version of the bundle that was re-sealed; readers of 1.x reject 2.0
 * @param id the bundle's id
 * @param site the name of the installation
 * @param createdAt when the capture or re-seal began, to the second
 * @param trigger what created it: {@code api}, {@code schedule}, {@code start}, {@code catch-up},
 *     {@code backup} or {@code reseal}
 * @param reason the reason that the caller gave
 * @param requestedBy the user who requested it, if known
 * @param producer the software that created it
 * @param subsystems the ManagementCluster, then its PortalClusters, then the other resources that are recovered with it
 * @param recovery the bundle's RECOVERY.md
 * @param payload the sealed part
 * @param previous the newest authentic bundle of the same lineage; absent for the first
 * @param resealedFrom the captured bundle that this one re-seals; absent for a capture
 * @param warnings warnings for the operator
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Manifest")
public record Manifest(
        String formatVersion,
        BundleId id,
        String site,
        Instant createdAt,
        String trigger,
        @Nullable String reason,
        @Nullable String requestedBy,
        Producer producer,
        List<Entry> subsystems,
        FileDigest recovery,
        PayloadDigest payload,
        @Nullable Reference previous,
        @Nullable Reference resealedFrom,
        List<String> warnings) {

    /** 1.1 added {@code references} and {@code configMaps} to the subsystems, and {@code plan.json} to the payload. */
    public static final String FORMAT_VERSION = "1.1";

    public Manifest {
        Objects.requireNonNull(formatVersion, "formatVersion");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(producer, "producer");
        Objects.requireNonNull(recovery, "recovery");
        Objects.requireNonNull(payload, "payload");
        subsystems = List.copyOf(subsystems);
        warnings = List.copyOf(warnings);
        if (subsystems.isEmpty()) {
            throw new IllegalArgumentException("subsystems is empty");
        }
        requireOnce(subsystems.stream().map(entry -> entry.kind() + " " + entry.path()));
        if (resealedFrom != null && resealedFrom.id().createdAt().isAfter(createdAt)) {
            throw new IllegalArgumentException("resealedFrom is younger than the bundle itself");
        }
    }

    /** Returns the entry of the ManagementCluster. */
    public Entry management() {
        return subsystems.get(0);
    }

    /** Returns when the content was captured. A re-seal does not change this time. */
    public Instant capturedAt() {
        return resealedFrom == null ? createdAt : resealedFrom.id().createdAt();
    }

    /** Returns whether the capture was forced while the subsystem was unhealthy or incomplete. */
    public boolean dirty() {
        return subsystems.stream()
                .anyMatch(entry -> !entry.healthy() || !entry.missing().isEmpty());
    }

    /** Returns a copy with the digest of RECOVERY.md. */
    public Manifest with(FileDigest guide) {
        return new Manifest(
                formatVersion,
                id,
                site,
                createdAt,
                trigger,
                reason,
                requestedBy,
                producer,
                subsystems,
                guide,
                payload,
                previous,
                resealedFrom,
                warnings);
    }

    private static void requireOnce(Stream<String> names) {
        var seen = new HashSet<String>();
        names.filter(name -> !seen.add(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(name + " is named twice");
        });
    }

    /** The name and version of the software. */
    @Schema(name = "Producer")
    public record Producer(String name, String version) {}

    /**
     * One resource of API Connect.
     *
     * @param kind {@code ManagementCluster}, {@code PortalCluster}, {@code DevPortalCluster}, {@code
     *     WMAPIGatewayCluster} or {@code APIConnectCluster}
     * @param lineage {@code spec.originalUID}, or the uid if it is not set; stays the same after a recovery
     * @param version the version in use
     * @param databaseCluster the name of the database cluster; absent for a portal
     * @param endpoints host names by endpoint
     * @param databaseBackup the destination of database backups, as in the resource
     * @param portalBackup the destination of portal backups, as in the resource
     * @param settingsFingerprint keyed hash of the settings
     * @param secrets the secrets in the payload
     * @param configMaps the config maps in the payload; absent if there is none
     * @param references every field that refers to an object, and how the object was handled; absent in bundles of
     *     format 1.0
     * @param missing what was missing in the subsystem: secrets by name, anything else by its path in the resource
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CapturedSubsystem")
    public record Entry(
            String kind,
            String namespace,
            String name,
            String uid,
            String lineage,
            String siteName,
            String version,
            boolean healthy,
            @Nullable String databaseCluster,
            SortedMap<String, List<String>> endpoints,
            @Nullable Map<String, Object> databaseBackup,
            @Nullable Map<String, Object> portalBackup,
            Fingerprint settingsFingerprint,
            List<Secret> secrets,
            @Nullable List<ConfigMap> configMaps,
            @Nullable List<ReferencedObject> references,
            List<String> missing) {

        public Entry {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(namespace, "namespace");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(uid, "uid");
            Objects.requireNonNull(lineage, "lineage");
            Objects.requireNonNull(siteName, "siteName");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(settingsFingerprint, "settingsFingerprint");
            endpoints = new TreeMap<>(endpoints);
            secrets = List.copyOf(secrets);
            configMaps = configMaps == null ? null : List.copyOf(configMaps);
            references = references == null ? null : List.copyOf(references);
            missing = List.copyOf(missing);
            requireOnce(secrets.stream().map(Secret::name));
        }

        /** Returns {@code namespace/name}. */
        public String path() {
            return namespace + "/" + name;
        }

        /** Returns the config maps in the payload. */
        public List<ConfigMap> savedConfigMaps() {
            return configMaps == null ? List.of() : configMaps;
        }

        /**
         * Returns the references that need the operator's attention. The list is empty if the manifest has no
         * references.
         */
        public List<ReferencedObject> referencesToLookAt() {
            return references == null
                    ? List.of()
                    : references.stream()
                            .filter(ReferencedObject::needsAttention)
                            .toList();
        }

        /** Returns a copy with other fingerprints. */
        public Entry with(Fingerprint settings, List<Secret> others, List<ConfigMap> otherConfigMaps) {
            return new Entry(
                    kind,
                    namespace,
                    name,
                    uid,
                    lineage,
                    siteName,
                    version,
                    healthy,
                    databaseCluster,
                    endpoints,
                    databaseBackup,
                    portalBackup,
                    settings,
                    others,
                    otherConfigMaps.isEmpty() ? null : otherConfigMaps,
                    references,
                    missing);
        }
    }

    /**
     * One secret of the payload.
     *
     * @param statusKey the field of the resource's status that names it
     * @param credentialName its name in {@code spec.customApplicationCredentials}
     * @param fingerprint keyed hash of its data
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CapturedSecret")
    public record Secret(
            String name,
            SecretRole role,
            @Nullable String statusKey,
            @Nullable String credentialName,
            Fingerprint fingerprint) {

        public Secret {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(fingerprint, "fingerprint");
        }

        /** Returns a copy with another fingerprint. */
        public Secret with(Fingerprint other) {
            return new Secret(name, role, statusKey, credentialName, other);
        }
    }

    /**
     * One config map of the payload.
     *
     * @param fingerprint keyed hash of its data
     */
    @Schema(name = "CapturedConfigMap")
    public record ConfigMap(String name, Fingerprint fingerprint) {

        public ConfigMap {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(fingerprint, "fingerprint");
        }
    }

    /**
     * The size and digest of an entry of the file.
     *
     * @param sha256 lower-case hex
     */
    @Schema(name = "FileDigest")
    public record FileDigest(String name, long sizeBytes, String sha256) {

        public FileDigest {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /**
     * The size, digest and recipients of the sealed payload.
     *
     * @param sha256 lower-case hex
     * @param recipients the age recipients it is sealed to
     */
    @Schema(name = "PayloadDigest")
    public record PayloadDigest(String name, long sizeBytes, String sha256, List<String> recipients) {

        public PayloadDigest {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(sha256, "sha256");
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * A reference to another bundle.
     *
     * @param manifestSha256 SHA-256 of its manifest.json, lower-case hex
     */
    @Schema(name = "BundleReference")
    public record Reference(BundleId id, String manifestSha256) {

        public Reference {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(manifestSha256, "manifestSha256");
        }
    }
}
