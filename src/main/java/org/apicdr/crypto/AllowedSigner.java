package org.apicdr.crypto;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apicdr.crypto.AllowedSigners.Decision.Outcome;

/** A line of an allowed_signers file with an Ed25519 key. */
record AllowedSigner(PatternList principals, Options options, SshPublicKey key) {

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
        var principals = new PatternList(fields.group(1) == null ? fields.group(2) : fields.group(1));
        var rest = fields.group(3);
        var options = Options.NONE;
        var withOptions = OPTIONS.matcher(rest);
        if (!KEY.matcher(rest).matches() && withOptions.matches()) {
            options = Options.parse(withOptions.group(1), zone);
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

    /** The options of a line in an allowed_signers file. */
    record Options(boolean certAuthority, PatternList namespaces, Instant validAfter, Instant validBefore) {

        static final Options NONE = new Options(false, PatternList.ANY, Instant.MIN, Instant.MAX);

        private static final String CERT_AUTHORITY = "cert-authority";
        private static final String NAMESPACES = "namespaces";
        private static final String VALID_AFTER = "valid-after";
        private static final String VALID_BEFORE = "valid-before";

        private static final Pattern OPTION = Pattern.compile(
                "(?:(cert-authority)|(namespaces|valid-after|valid-before)=\"((?:\\\\\"|[^\"])*+)\")(?:,(?=.)|$)",
                Pattern.CASE_INSENSITIVE);

        private static final Pattern TIME =
                Pattern.compile("([0-9]{8}|[0-9]{12}|[0-9]{14})(Z|UTC)?", Pattern.CASE_INSENSITIVE);

        private static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

        static Options parse(String text, ZoneId zone) {
            var values = values(text);
            var after = values.containsKey(VALID_AFTER) ? time(values.get(VALID_AFTER), zone) : Instant.MIN;
            var before = values.containsKey(VALID_BEFORE) ? time(values.get(VALID_BEFORE), zone) : Instant.MAX;
            if (!after.isBefore(before)) {
                throw new IllegalArgumentException("valid-before is not after valid-after");
            }
            return new Options(
                    values.containsKey(CERT_AUTHORITY),
                    new PatternList(values.getOrDefault(NAMESPACES, "*")),
                    after,
                    before);
        }

        private static Map<String, String> values(String text) {
            var values = new HashMap<String, String>();
            var matcher = OPTION.matcher(text);
            for (var start = 0; start < text.length(); start = matcher.end()) {
                if (!matcher.region(start, text.length()).lookingAt()) {
                    throw new IllegalArgumentException("an option is unknown or its value is not in double quotes");
                }
                var flag = matcher.group(1) != null;
                var name = matcher.group(flag ? 1 : 2).toLowerCase(Locale.ROOT);
                var value = flag ? "" : matcher.group(3).replace("\\\"", "\"");
                if (values.putIfAbsent(name, value) != null && !flag) {
                    throw new IllegalArgumentException(name + " is set twice");
                }
            }
            return values;
        }

        /** Parses a time. A time without a zone is in the system's zone, as in ssh-keygen. */
        private static Instant time(String text, ZoneId zone) {
            var matcher = TIME.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("a time is not YYYYMMDD[HHMM[SS]][Z]");
            }
            var digits = (matcher.group(1) + "000000").substring(0, 14);
            try {
                return LocalDateTime.parse(digits, FORMAT)
                        .atZone(matcher.group(2) == null ? zone : ZoneOffset.UTC)
                        .toInstant();
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("a time does not exist", e);
            }
        }
    }

    /**
     * A pattern-list of ssh_config(5). Matches if at least one pattern matches and no negated pattern, which begins with an
     * exclamation mark, does.
     */
    record PatternList(String patterns) {

        static final PatternList ANY = new PatternList("*");

        boolean matches(String text) {
            return anyMatches(text, false) && !anyMatches(text, true);
        }

        private boolean anyMatches(String text, boolean negated) {
            return Arrays.stream(patterns.split(",", -1))
                    .filter(pattern -> pattern.startsWith("!") == negated)
                    .map(pattern -> negated ? pattern.substring(1) : pattern)
                    .anyMatch(pattern -> matches(pattern, text));
        }

        private static boolean matches(String pattern, String text) {
            var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
        }
    }
}
