package org.apicdr.crypto;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apicdr.crypto.SignerDecision.Outcome;

/** A line of an allowed_signers file with an Ed25519 key. */
record AllowedSigner(SshPatternList principals, SignerOptions options, SshPublicKey key) {

    private static final Pattern PRINCIPALS = Pattern.compile("(?:\"([^\"]*)\"|([^\\s\"]+))\\s+(.*)");

    private static final Pattern OPTIONS = Pattern.compile("((?:\"(?:\\\\\"|[^\"])*+\"|\\\\\"|[^\\s\"])++)\\s+(.*)");

    private static final Pattern KEY =
            Pattern.compile("((?:ssh|ecdsa|sk)-[a-z0-9-]+(?:@openssh\\.com)?)\\s+(\\S+)(?:\\s.*)?");

    /** Parses a line. Returns empty if the key has another type, which is never used to sign bundles. */
    static Optional<AllowedSigner> parse(String line, ZoneId zone) {
        var fields = PRINCIPALS.matcher(line);
        if (!fields.matches()) {
            throw new IllegalArgumentException("it does not have the form: principals, options if any, key type, key");
        }
        var principals = new SshPatternList(fields.group(1) == null ? fields.group(2) : fields.group(1));
        var rest = fields.group(3);
        var options = SignerOptions.NONE;
        var withOptions = OPTIONS.matcher(rest);
        if (!KEY.matcher(rest).matches() && withOptions.matches()) {
            options = SignerOptions.parse(withOptions.group(1), zone);
            rest = withOptions.group(2);
        }
        var parsedOptions = options;
        return key(rest).map(key -> new AllowedSigner(principals, parsedOptions, key));
    }

    Outcome evaluate(String principal, Instant at) {
        if (!principals.matches(principal)) {
            return Outcome.WRONG_PRINCIPAL;
        }
        if (!options.namespaces().matches(SshSignature.NAMESPACE)) {
            return Outcome.WRONG_NAMESPACE;
        }
        if (at.isBefore(options.validAfter())) {
            return Outcome.NOT_YET_VALID;
        }
        return at.isAfter(options.validBefore()) ? Outcome.EXPIRED : Outcome.ALLOWED;
    }

    private static Optional<SshPublicKey> key(String text) {
        var matcher = KEY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("its options or its key type are unknown");
        }
        if (!matcher.group(1).equals(SshPublicKey.TYPE)) {
            return Optional.empty();
        }
        return Optional.of(SshPublicKey.of(Base64.getDecoder().decode(matcher.group(2))));
    }
}
