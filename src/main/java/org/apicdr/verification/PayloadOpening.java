package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apicdr.bundle.DamagedBundleException;
import org.apicdr.bundle.Description;
import org.apicdr.bundle.Inspector;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.Yaml;
import org.apicdr.request.Deadline;
import org.apicdr.seal.Identity;
import org.apicdr.seal.Seals;
import org.apicdr.seal.SigningKey;

/** The level {@code openable}: decrypts the payload of an authentic bundle and compares it with the manifest. */
@ApplicationScoped
public class PayloadOpening {

    private static final String REMEDY = "do not rely on this bundle: capture a new one";

    private static final Pattern RESOURCE = Pattern.compile(".*(?<!-backups)\\.yaml");

    private final Seals seals;
    private final Inspector inspector;

    PayloadOpening(Seals seals, Inspector inspector) {
        this.seals = seals;
        this.inspector = inspector;
    }

    /** Opens the payload of an authentic bundle; whatever keeps it from that is among the checks. */
    public OpenedPayload open(StoredBundle bundle, Manifest manifest, Deadline deadline) {
        var identity = seals.identity();
        if (identity.isEmpty()) {
            return OpenedPayload.closed(Check.skipped(
                    Level.OPENABLE,
                    "this service holds no identity (apic-dr.seal.identity-file), only its keeper can tell"));
        }
        if (Collections.disjoint(identity.get().recipients(), manifest.payload().recipients())) {
            return OpenedPayload.closed(Check.skipped(
                    Level.OPENABLE, "it is sealed to other recipients than the identity that this service holds"));
        }
        try {
            return open(bundle, manifest, identity.get(), deadline);
        } catch (DamagedBundleException e) {
            return OpenedPayload.closed(Check.fail("contents", Level.OPENABLE, String.valueOf(e.getMessage()), REMEDY));
        } catch (IOException e) {
            return OpenedPayload.closed(
                    Check.fail("decryption", Level.OPENABLE, String.valueOf(e.getMessage()), REMEDY));
        }
    }

    private OpenedPayload open(StoredBundle bundle, Manifest manifest, Identity identity, Deadline deadline)
            throws DamagedBundleException, IOException {
        var sealed = new ByteArrayOutputStream();
        var contents = inspector.read(bundle, sealed, deadline);
        if (!contents.payload().sha256().equals(manifest.payload().sha256())) {
            throw new DamagedBundleException("the file changed while it was being verified");
        }
        var packed =
                identity.open(new ByteArrayInputStream(sealed.toByteArray())).readAllBytes();
        var payload = Payload.unpack(new ByteArrayInputStream(packed));
        requireReadable(payload);
        var checks = new ArrayList<Check>();
        checks.add(Check.pass("decryption", Level.OPENABLE, "the payload decrypts"));
        checks.add(Check.pass(
                "contents",
                Level.OPENABLE,
                "%d entries are as contents.json says"
                        .formatted(payload.entries().size())));
        var differences = differences(payload, manifest);
        checks.add(
                differences.isEmpty()
                        ? Check.pass("secrets", Level.OPENABLE, "its secrets are those of the manifest")
                        : Check.fail("secrets", Level.OPENABLE, String.join("; ", differences), REMEDY));
        return new OpenedPayload(payload, packed, checks);
    }

    /** Whatever looks into the payload relies on it; lists of backups may be long, and nobody looks into them. */
    private static void requireReadable(Payload payload) throws DamagedBundleException {
        for (var entry : payload.entries().entrySet()) {
            if (RESOURCE.matcher(entry.getKey()).matches() && !readable(entry.getValue())) {
                throw new DamagedBundleException(entry.getKey() + " is no resource in YAML");
            }
        }
    }

    private static boolean readable(byte[] yaml) {
        try {
            var resource = Yaml.read(yaml);
            resource.path("data").forEach(value -> Base64.getDecoder().decode(value.asText()));
            return resource.isObject();
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return false;
        }
    }

    private List<String> differences(Payload payload, Manifest manifest) {
        var differences = new ArrayList<String>();
        var unnamed = payload.entries().keySet().stream()
                .filter(name -> name.contains("/secrets/"))
                .collect(Collectors.toCollection(TreeSet::new));
        for (var entry : manifest.subsystems()) {
            for (var secret : entry.secrets()) {
                var name = PayloadPaths.secret(PayloadPaths.folder(entry), secret.name());
                unnamed.remove(name);
                payload.entry(name)
                        .map(yaml -> difference(entry, secret, yaml))
                        .orElseGet(() -> Optional.of("the payload lacks secret " + secret.name()))
                        .ifPresent(differences::add);
            }
        }
        unnamed.forEach(name -> differences.add("the manifest does not name " + name));
        return differences;
    }

    private Optional<String> difference(Manifest.Entry entry, Manifest.Secret secret, byte[] yaml) {
        return key(secret.fingerprint().kid())
                .map(key -> Description.fingerprint(Yaml.read(yaml), key.fingerprints(entry.lineage())))
                .filter(fingerprint -> !fingerprint.equals(secret.fingerprint()))
                .map(different -> "secret %s is not the one of the manifest".formatted(secret.name()));
    }

    private Optional<SigningKey> key(String kid) {
        var keys = new ArrayList<>(seals.formerSigningKeys());
        keys.add(seals.signingKey());
        return keys.stream().filter(key -> key.publicKey().kid().equals(kid)).findFirst();
    }
}
