package org.apicdr.recovery.restoration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.MalformedIdException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The id of a restoration: the time of the request and 8 hex digits. */
@Schema(
        name = "RestorationId",
        type = SchemaType.STRING,
        pattern = RestorationId.FORMAT,
        examples = "20261122t030000z-1f9a3c2b")
public record RestorationId(@JsonValue String value) {

    public static final String FORMAT = "^[0-9]{8}t[0-9]{6}z-[0-9a-f]{8}$";

    private static final Pattern PATTERN = Pattern.compile(FORMAT);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @JsonCreator
    public RestorationId {
        if (!PATTERN.matcher(value).matches()) {
            throw new MalformedIdException(
                    value,
                    "restoration",
                    ErrorCode.RESTORATION_NOT_FOUND,
                    "The answer to the request that started the restoration has it. While the restoration"
                            + " runs, a dry run of the same request is refused, and that answer has the id, too.",
                    null);
        }
    }

    /**
     * Creates the id of a new restoration.
     *
     * @param random distinguishes restorations of the same second
     */
    static RestorationId of(Instant time, int random) {
        return new RestorationId("%s-%08x".formatted(TIME.format(time), random));
    }

    @Override
    public String toString() {
        return value;
    }
}
