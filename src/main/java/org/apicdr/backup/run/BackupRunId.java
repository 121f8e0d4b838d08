package org.apicdr.backup.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.MalformedIdException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The id of a backup run, {@code <yyyyMMdd't'HHmmss'z'>-<8 hex digits>}. It is lower-case because the names of the run's
 * resources end in it.
 */
@Schema(
        name = "BackupRunId",
        type = SchemaType.STRING,
        pattern = BackupRunId.FORMAT,
        examples = "20261122t030000z-1f9a3c2b")
public record BackupRunId(@JsonValue String value) {

    public static final String FORMAT = "^[0-9]{8}t[0-9]{6}z-[0-9a-f]{8}$";

    private static final int TIME_LENGTH = 16;

    private static final Pattern PATTERN = Pattern.compile(FORMAT);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    @JsonCreator
    public BackupRunId {
        if (!PATTERN.matcher(value).matches()) {
            throw malformed(value, null);
        }
        timeOf(value);
    }

    /**
     * Creates the id of a new run.
     *
     * @param random distinguishes runs of the same second
     */
    static BackupRunId of(Instant time, int random) {
        return new BackupRunId("%s-%08x".formatted(TIME.format(time), random));
    }

    /** Returns when the run was started, to the second. */
    Instant createdAt() {
        return timeOf(value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static Instant timeOf(String value) {
        try {
            return TIME.parse(value.substring(0, TIME_LENGTH), Instant::from);
        } catch (DateTimeException e) {
            throw malformed(value, e);
        }
    }

    private static MalformedIdException malformed(String value, @Nullable Throwable cause) {
        return new MalformedIdException(
                value,
                "backup run",
                ErrorCode.BACKUP_RUN_NOT_FOUND,
                "The answer to the request that started the backups has it.",
                cause);
    }
}
