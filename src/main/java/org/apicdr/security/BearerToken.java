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

/** A token as it was sent (RFC 6750). It never shows in a text. */
public final class BearerToken {

    private static final Pattern CREDENTIALS = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*) *");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int JWT_PARTS = 3;
    private static final double MILLIS = 1_000;

    private final String value;

    private BearerToken(String value) {
        this.value = value;
    }

    /** Reads an Authorization header; empty where it is none with a token. */
    public static Optional<BearerToken> parse(String authorization) {
        var credentials = CREDENTIALS.matcher(authorization);
        return credentials.matches() ? Optional.of(new BearerToken(credentials.group(1))) : Optional.empty();
    }

    String value() {
        return value;
    }

    /** Lower-case hex; by this a token is remembered. */
    String sha256() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** When it expires; empty where it is no JWT, or does not say. Whether it is genuine, the API server tells. */
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
