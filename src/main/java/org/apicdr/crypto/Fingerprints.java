package org.apicdr.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;

/** Computes the fingerprints of one lineage with one signing key: HMAC-SHA-256 over name, type and data. */
public final class Fingerprints {

    private static final Comparator<String> BY_BYTES = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private final String kid;
    private final byte[] key;

    Fingerprints(String kid, byte[] key) {
        this.kid = kid;
        this.key = key;
    }

    /** Returns the identifier of the signing key. Fingerprints with different identifiers cannot be compared. */
    public String kid() {
        return kid;
    }

    /** Returns the fingerprint of a secret with decoded data. */
    public Fingerprint of(String name, String type, Map<String, byte[]> data) {
        var writer = new SshWriter().string(name).string(type);
        data.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_BYTES))
                .forEach(entry -> writer.string(entry.getKey()).string(entry.getValue()));
        return new Fingerprint(kid, HexFormat.of().formatHex(Digests.hmacSha256(key, writer.toBytes())));
    }

    @Override
    public String toString() {
        return "fingerprints of " + kid;
    }
}
