package org.apicdr.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A bearer token (RFC 6750). {@link #toString()} does not reveal it. */
public final class BearerToken {

    private static final Pattern CREDENTIALS = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*) *");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int JWT_PARTS = 3;
    private static final double MILLIS = 1_000;

    private final String value;

    private BearerToken(String value) {
        this.value = value;
    }

    /** Parses an Authorization header. Returns empty if it has no well-formed bearer token. */
    public static Optional<BearerToken> parse(String authorization) {
        var credentials = CREDENTIALS.matcher(authorization);
        return credentials.matches() ? Optional.of(new BearerToken(credentials.group(1))) : Optional.empty();
    }

    String value() {
        return value;
    }

    /** Returns the digest as lower-case hex, the cache key of the token. */
    String sha256() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /** Returns the expiry of a JWT, or empty if there is none. Does not verify the token; the API server does. */
    Optional<Instant> expiresAt() {
        var parts = value.split("\\.", -1);
        if (parts.length != JWT_PARTS) {
            return Optional.empty();
        }
        try {
            var exp = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
            return exp.isNumber()
                    ? Optional.of(Instant.ofEpochMilli((long) (exp.asDouble() * MILLIS)))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "a bearer token";
    }
}
