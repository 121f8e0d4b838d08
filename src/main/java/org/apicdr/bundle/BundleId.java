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
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Names one bundle, {@code <cluster>-<siteName>-<yyyyMMdd'T'HHmmss'Z'>-<8 hex digits>[-dirty]}; its file is the id
 * followed by {@code .tar}, so an id can never hold a path separator.
 */
@Schema(
        name = "BundleId",
        type = SchemaType.STRING,
        pattern = BundleId.FORMAT,
        examples = "management-82b290a2-20261122T030000Z-1f9a3c2b")
public final class BundleId implements Comparable<BundleId> {

    public static final String FORMAT =
            "^[a-z0-9][a-z0-9.-]*-[A-Za-z0-9][A-Za-z0-9-]{0,62}-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}(-dirty)?$";

    /** File names end at 255 bytes; a remembered verdict adds 56 to the id, an unfinished file 38. */
    public static final int MAX_LENGTH = 199;

    private static final Pattern PATTERN = Pattern.compile(FORMAT);

    /** How long the parts behind the site name are. */
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
            throw new IllegalArgumentException("not a bundle id: '%s'".formatted(value));
        }
        this.value = value;
        this.dirty = value.endsWith(DIRTY);
        this.timeAt = value.length() - (dirty ? DIRTY.length() : 0) - DIGEST_LENGTH - 1 - TIME_LENGTH;
        this.createdAt = createdAt(value, timeAt);
    }

    /** The id of a bundle that is about to be made. */
    public static BundleId of(String cluster, String siteName, Instant createdAt, String payloadSha256, boolean dirty) {
        return new BundleId("%s-%s-%s-%s%s"
                .formatted(
                        cluster,
                        siteName,
                        formatTime(createdAt),
                        payloadSha256.substring(0, 8),
                        dirty ? "-dirty" : ""));
    }

    /** The id in a file name of a cluster's folder; empty where the file is none of that cluster's bundles. */
    public static Optional<BundleId> inFolder(String cluster, String fileName) {
        if (!fileName.endsWith(SUFFIX) || !fileName.startsWith(cluster + "-")) {
            return Optional.empty();
        }
        try {
            var id = new BundleId(fileName.substring(0, fileName.length() - SUFFIX.length()));
            return id.siteName(cluster).isEmpty() ? Optional.empty() : Optional.of(id);
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** A time as names on the store write it, to the second. */
    static String formatTime(Instant time) {
        return TIME.format(time);
    }

    /** The time in a name; anything else is an illegal argument. */
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

    /** The first 8 hex digits of the payload's SHA-256. */
    public String payloadDigest() {
        int at = timeAt + TIME_LENGTH + 1;
        return value.substring(at, at + DIGEST_LENGTH);
    }

    /** Whether the capture was forced while the subsystem was unhealthy or incomplete. */
    public boolean dirty() {
        return dirty;
    }

    /** The siteName in this id, given the cluster it begins with; empty where it does not. */
    public String siteName(String cluster) {
        int at = cluster.length() + 1;
        int end = timeAt - 1;
        var siteName =
                at < end && value.startsWith(cluster) && value.charAt(at - 1) == '-' ? value.substring(at, end) : "";
        return SITE_NAME.matcher(siteName).matches() ? siteName : "";
    }

    /** The clusters that this may be a bundle of: the names that it begins with. */
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
            throw new IllegalArgumentException("not a bundle id: '%s'".formatted(value), e);
        }
    }

    /** Reads a time whose form was checked. A listing has thousands, and a {@link DateTimeFormatter} is slow at parsing. */
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
