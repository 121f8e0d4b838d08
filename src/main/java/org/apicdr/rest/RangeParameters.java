package org.apicdr.rest;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers that ask for a part of a file, or for none of a file that the caller has (RFC 9110, sections 13 and 14).
 * Several ranges, other units and what is no range are ignored, so that the answer is the whole file.
 *
 * @param range the requested part
 * @param ifNoneMatch the entity tags of the files that the caller has
 * @param ifRange the entity tag of the file that the caller has a part of
 */
public record RangeParameters(
        @HeaderParam("Range") @Nullable String range,
        @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
        @HeaderParam("If-Range") @Nullable String ifRange) {

    private static final Pattern ONE_RANGE = Pattern.compile("(?i)bytes=([0-9]*)-([0-9]*)");

    /** Returns whether the caller has the file. The comparison is weak (RFC 9110, section 13.1.2). */
    boolean excludes(String eTag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals(eTag) || tag.equals("W/" + eTag) || tag.equals("*"));
    }

    /**
     * Returns the part of a file to send, or empty for the whole file.
     *
     * @throws ClientErrorException 416 if the file has no byte of the range
     */
    Optional<ByteRange> in(String eTag, long size) {
        var parsed = ONE_RANGE.matcher(range == null ? "" : range.strip());
        if (!parsed.matches() || (ifRange != null && !ifRange.strip().equals(eTag))) {
            return Optional.empty();
        }
        var first = parsed.group(1);
        var last = parsed.group(2);
        if (isInvalid(first, last)) {
            return Optional.empty();
        }
        long start = first.isEmpty() ? size - number(last, size) : number(first, size);
        if (start == size) {
            throw new ClientErrorException(Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
                    .header("Content-Range", "bytes */%d".formatted(size))
                    .build());
        }
        long end = first.isEmpty() || last.isEmpty() ? size : Math.min(number(last, size) + 1, size);
        return Optional.of(new ByteRange(start, end - start));
    }

    /** Returns whether a range has neither end, or ends before it begins (RFC 9110, section 14.1.1). */
    private static boolean isInvalid(String first, String last) {
        return first.isEmpty()
                ? last.isEmpty()
                : !last.isEmpty() && new BigInteger(last).compareTo(new BigInteger(first)) < 0;
    }

    /** Returns a number of any length, or the size if it is larger. */
    private static long number(String digits, long size) {
        return new BigInteger(digits).min(BigInteger.valueOf(size)).longValueExact();
    }

    /** A part of a file. */
    record ByteRange(long offset, long length) {

        String contentRange(long size) {
            return "bytes %d-%d/%d".formatted(offset, offset + length - 1, size);
        }
    }
}
