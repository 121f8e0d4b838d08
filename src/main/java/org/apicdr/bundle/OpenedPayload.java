package org.apicdr.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import org.apicdr.crypto.AgeIdentity;
import org.apicdr.crypto.DecryptionException;
import org.jspecify.annotations.Nullable;

/**
 * The result of opening the payload of a bundle: the entries that were kept, or the reason why it was not opened.
 * Contains secrets and must never be printed.
 */
public final class OpenedPayload {

    /** The maximum total size of the entries that are kept for a comparison. Far more than any subsystem needs. */
    public static final long MAX_KEPT_BYTES = 8 << 20;

    /** The entries to keep in memory. All entries are read and compared with contents.json in any case. */
    public enum Selection {
        /** None: the payload is not opened. */
        NONE,
        /** The captured resources and their secrets and config maps, at most {@link #MAX_KEPT_BYTES}. */
        RESOURCES,
        /** All entries, and the packed payload. */
        WHOLE
    }

    /** The outcome of opening a payload. */
    public enum Outcome {
        /** The payload was decrypted and matches contents.json. */
        OPENED,
        /** It was not requested, or no age identity of this service can open it. */
        NOT_OPENED,
        /** It could not be decrypted. */
        NOT_DECRYPTED,
        /** It was decrypted, but its content is not valid. */
        CORRUPT
    }

    /** The result for a payload that was not requested. */
    static final OpenedPayload NOT_REQUESTED = new OpenedPayload(Outcome.NOT_OPENED, "the payload was not opened");

    /** The result for a payload of an authentic bundle that has to be read again to be opened. */
    static final OpenedPayload TOO_LARGE = new OpenedPayload(Outcome.NOT_OPENED, "the payload was not kept in memory");

    private final Outcome outcome;
    private final String reason;
    private final Payload.Unpacked unpacked;
    private final byte[] packed;
    private final Duration took;

    private OpenedPayload(Outcome outcome, String reason, Payload.Unpacked unpacked, byte[] packed, Duration took) {
        this.outcome = outcome;
        this.reason = reason;
        this.unpacked = unpacked;
        this.packed = packed;
        this.took = took;
    }

    private OpenedPayload(Outcome outcome, @Nullable String reason) {
        this(outcome, String.valueOf(reason), new Payload.Unpacked(Optional.empty(), 0), new byte[0], Duration.ZERO);
    }

    private OpenedPayload(Payload.Unpacked unpacked, byte[] packed) {
        this(Outcome.OPENED, "", unpacked, packed, Duration.ZERO);
    }

    /** Returns the result for a file that was replaced since its manifest was read. */
    static OpenedPayload changed() {
        return new OpenedPayload(Outcome.CORRUPT, "The file was replaced after its manifest was read.");
    }

    /**
     * Returns the reason why this service cannot open a payload; empty if it has an age identity for it.
     *
     * @param identity the age identities of this service; empty if it has none
     */
    static Optional<OpenedPayload> refuse(Optional<AgeIdentity> identity, Manifest manifest) {
        if (identity.isEmpty()) {
            return Optional.of(
                    new OpenedPayload(
                            Outcome.NOT_OPENED,
                            "this service has no age identity (apic-dr.seal.identity-file), only the holder of one can check this level"));
        }
        if (Collections.disjoint(identity.get().recipients(), manifest.payload().recipients())) {
            return Optional.of(new OpenedPayload(
                    Outcome.NOT_OPENED,
                    "the payload is sealed to other recipients than those of this service's age identity"));
        }
        return Optional.empty();
    }

    /**
     * Decrypts and unpacks a payload, and parses nothing in it but contents.json.
     *
     * @param identity the age identities of this service; empty if it has none
     * @param manifest the manifest of the authentic bundle
     * @param sealed the payload, which need not be read to its end
     */
    static OpenedPayload open(
            Optional<AgeIdentity> identity, Manifest manifest, InputStream sealed, Selection selection) {
        long start = System.nanoTime();
        var opened = refuse(identity, manifest).orElseGet(() -> unpack(identity.orElseThrow(), sealed, selection));
        var took = Duration.ofNanos(System.nanoTime() - start);
        return new OpenedPayload(opened.outcome, opened.reason, opened.unpacked, opened.packed, took);
    }

    private static OpenedPayload unpack(AgeIdentity identity, InputStream sealed, Selection selection) {
        try {
            var content = identity.open(sealed);
            return selection == Selection.WHOLE ? unpackWhole(content) : unpackResources(content);
        } catch (DecryptionException e) {
            return new OpenedPayload(Outcome.NOT_DECRYPTED, e.getMessage());
        } catch (CorruptBundleException | IOException e) {
            return new OpenedPayload(Outcome.CORRUPT, e.getMessage());
        }
    }

    private static OpenedPayload unpackResources(InputStream packed) throws CorruptBundleException, IOException {
        return new OpenedPayload(Payload.unpack(packed, OpenedPayload::isNeeded, MAX_KEPT_BYTES), new byte[0]);
    }

    private static OpenedPayload unpackWhole(InputStream content) throws CorruptBundleException, IOException {
        var packed = content.readAllBytes();
        var payload = Payload.unpack(new ByteArrayInputStream(packed));
        var unpacked =
                new Payload.Unpacked(Optional.of(payload), payload.entries().size());
        return new OpenedPayload(unpacked, packed);
    }

    private static boolean isNeeded(String name) {
        return PayloadPaths.isSecret(name) || PayloadPaths.isResource(name);
    }

    /**
     * Returns this result, or that the payload is corrupt if a resource in it is not valid YAML, which later checks rely on.
     * Lists of backups are not checked, because they may be long and are never read. The payload must be known to be the
     * signed one.
     */
    OpenedPayload requireReadable() {
        var entries = unpacked.wanted().map(Payload::entries).orElseGet(Collections::emptySortedMap);
        return entries.entrySet().stream()
                .filter(entry -> PayloadPaths.isResource(entry.getKey()))
                .filter(entry -> !readable(entry.getKey(), entry.getValue()))
                .findFirst()
                .map(entry -> new OpenedPayload(Outcome.CORRUPT, entry.getKey() + " is not a resource in YAML."))
                .orElse(this);
    }

    private static boolean readable(String name, byte[] yaml) {
        try {
            var resource = Yaml.read(yaml);
            var encoded = resource.path(PayloadPaths.isConfigMap(name) ? "binaryData" : "data");
            encoded.forEach(value -> Base64.getDecoder().decode(value.asText()));
            return resource.isObject();
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return false;
        }
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Returns why the payload was not opened; empty if it was. */
    public String reason() {
        return reason;
    }

    /** Returns the selected entries; empty if the payload was not opened or they exceed {@link #MAX_KEPT_BYTES}. */
    public Optional<Payload> payload() {
        return unpacked.wanted();
    }

    /** Returns the number of entries. */
    public int entries() {
        return unpacked.entries();
    }

    /** Returns the decrypted gzipped tar; empty unless the whole payload was selected. */
    public byte[] packed() {
        return packed;
    }

    /** Returns how long it took to read, decrypt and unpack the payload. */
    public Duration took() {
        return took;
    }
}
