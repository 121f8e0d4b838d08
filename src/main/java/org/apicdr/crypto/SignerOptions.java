package org.apicdr.crypto;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The options of a line in an allowed_signers file. */
record SignerOptions(boolean certAuthority, SshPatternList namespaces, Instant validAfter, Instant validBefore) {

    static final SignerOptions NONE = new SignerOptions(false, SshPatternList.ANY, Instant.MIN, Instant.MAX);

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

    static SignerOptions parse(String text, ZoneId zone) {
        var values = values(text);
        var after = values.containsKey(VALID_AFTER) ? time(values.get(VALID_AFTER), zone) : Instant.MIN;
        var before = values.containsKey(VALID_BEFORE) ? time(values.get(VALID_BEFORE), zone) : Instant.MAX;
        if (!after.isBefore(before)) {
            throw new IllegalArgumentException("valid-before is not after valid-after");
        }
        return new SignerOptions(
                values.containsKey(CERT_AUTHORITY),
                new SshPatternList(values.getOrDefault(NAMESPACES, "*")),
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
