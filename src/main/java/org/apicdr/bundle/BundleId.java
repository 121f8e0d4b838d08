package org.apicdr.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.MalformedIdException;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a bundle: {@code <cluster>-<siteName>-<yyyyMMdd'T'HHmmss'Z'>-<8 hex digits>[-dirty]}. The file name is the
 * id followed by {@code .tar}, so an id never contains a path separator.
 */
@Schema(
        name = "BundleId",
        type = SchemaType.STRING,
        pattern = BundleId.FORMAT,
        examples = "management-82b290a2-20261122T030000Z-1f9a3c2b")
public final class BundleId implements Comparable<BundleId> {

    public static final String FORMAT =
            "^[a-z0-9][a-z0-9.-]*-[A-Za-z0-9][A-Za-z0-9-]{0,62}-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}(-dirty)?$";

    /** File names are limited to 255 bytes. A verdict marker adds 56 to the id, a part file 38. */
    public static final int MAX_LENGTH = 199;

    private static final Pattern PATTERN = Pattern.compile(FORMAT);

    private static final int TIME_LENGTH = 16;

    private static final int DIGEST_LENGTH = 8;

    private static final String DIRTY = "-dirty";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern TIME_TEXT = Pattern.compile("[0-9]{8}T[0-9]{6}Z");

    private static final Pattern SITE_NAME = Pattern.compile(Installation.SITE_PATTERN);

    private static final String SUFFIX = ".tar";

    private final String value;
    private final boolean dirty;
    private final int timeAt;
    private final Instant createdAt;

    @JsonCreator
    public BundleId(String value) {
        if (value.length() > MAX_LENGTH || !PATTERN.matcher(value).matches()) {
            throw malformed(value, null);
        }
        this.value = value;
        this.dirty = value.endsWith(DIRTY);
        this.timeAt = value.length() - (dirty ? DIRTY.length() : 0) - DIGEST_LENGTH - 1 - TIME_LENGTH;
        this.createdAt = createdAt(value, timeAt);
    }

    /** Returns the id of a new bundle. */
    public static BundleId of(String cluster, String siteName, Instant createdAt, String payloadSha256, boolean dirty) {
        return new BundleId("%s-%s-%s-%s%s"
                .formatted(
                        cluster,
                        siteName,
                        formatTime(createdAt),
                        payloadSha256.substring(0, 8),
                        dirty ? "-dirty" : ""));
    }

    /** Parses a file name of a cluster's folder. Returns empty if the file is not one of that cluster's bundles. */
    public static Optional<BundleId> inFolder(String cluster, String fileName) {
        if (!fileName.endsWith(SUFFIX) || !fileName.startsWith(cluster + "-")) {
            return Optional.empty();
        }
        try {
            var id = new BundleId(fileName.substring(0, fileName.length() - SUFFIX.length()));
            return id.siteName(cluster).isEmpty() ? Optional.empty() : Optional.of(id);
        } catch (IllegalArgumentException notABundle) {
            return Optional.empty();
        }
    }

    /** Formats a time for names on the store, to the second. */
    static String formatTime(Instant time) {
        return TIME.format(time);
    }

    /**
     * Parses a time in a name.
     *
     * @throws IllegalArgumentException if the text is not such a time
     */
    static Instant parseTime(String text) {
        if (!TIME_TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not a time: '%s'".formatted(text));
        }
        return time(text, 0);
    }

    @JsonValue
    public String value() {
        return value;
    }

    public String fileName() {
        return value + SUFFIX;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Returns the first 8 hex digits of the payload's SHA-256. */
    public String payloadDigest() {
        int at = timeAt + TIME_LENGTH + 1;
        return value.substring(at, at + DIGEST_LENGTH);
    }

    /** Returns whether the capture was forced while the subsystem was unhealthy or incomplete. */
    public boolean dirty() {
        return dirty;
    }

    /** Returns the siteName in this id, or an empty string if the id does not begin with the cluster's name. */
    public String siteName(String cluster) {
        int at = cluster.length() + 1;
        int end = timeAt - 1;
        var siteName =
                at < end && value.startsWith(cluster) && value.charAt(at - 1) == '-' ? value.substring(at, end) : "";
        return SITE_NAME.matcher(siteName).matches() ? siteName : "";
    }

    /** Returns the clusters that this bundle could belong to: every prefix of the id that is a valid cluster name. */
    public List<String> clusters() {
        return IntStream.range(0, timeAt - 1)
                .filter(at -> value.charAt(at) == '-')
                .mapToObj(at -> value.substring(0, at))
                .filter(cluster ->
                        SubsystemRef.isName(cluster) && !siteName(cluster).isEmpty())
                .toList();
    }

    @Override
    public int compareTo(BundleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BundleId id && id.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }

    private static Instant createdAt(String value, int timeAt) {
        try {
            return time(value, timeAt);
        } catch (IllegalArgumentException e) {
            throw malformed(value, e);
        }
    }

    private static MalformedIdException malformed(String value, @Nullable Throwable cause) {
        return new MalformedIdException(value, "bundle", ErrorCode.BUNDLE_NOT_FOUND, "List the bundles.", cause);
    }

    /**
     * Parses a time whose form was already checked. A listing has thousands of them, and a {@link DateTimeFormatter}
     * parses slowly.
     */
    private static Instant time(String text, int at) {
        try {
            var date = LocalDate.of(number(text, at, 4), number(text, at + 4, 2), number(text, at + 6, 2));
            var time = LocalTime.of(number(text, at + 9, 2), number(text, at + 11, 2), number(text, at + 13, 2));
            return date.atTime(time).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time: '%s'".formatted(text.substring(at, at + TIME_LENGTH)), e);
        }
    }

    private static int number(String text, int at, int digits) {
        return Integer.parseInt(text, at, at + digits, 10);
    }
}
