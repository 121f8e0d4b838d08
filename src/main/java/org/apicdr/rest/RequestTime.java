package org.apicdr.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A query parameter that is a time of RFC 3339. Its offset may lack the colon, as some generated clients write it, and the
 * plus sign, which arrives as a space if it is not encoded.
 */
public record RequestTime(Instant value) {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("XXX")
            .toFormatter(Locale.ROOT)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final Pattern OFFSET = Pattern.compile("([ +-])([0-9]{2}):?([0-9]{2})$");

    /**
     * Parses a query parameter. Jakarta REST finds this method by its name.
     *
     * @throws DateTimeException if it is no time
     */
    public static RequestTime valueOf(String text) {
        var completed = OFFSET.matcher(text).replaceFirst("$1$2:$3").replace(' ', '+');
        return new RequestTime(FORMAT.parse(completed, Instant::from));
    }
}
