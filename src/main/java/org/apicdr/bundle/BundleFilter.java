package org.apicdr.bundle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/**
 * Selects the bundles of a list.
 *
 * @param subsystem selects the subsystems
 * @param since selects bundles created at or after this time
 * @param until selects bundles created before this time
 * @param after the last bundle of the previous page; empty for the first page
 */
public record BundleFilter(
        SubsystemQuery subsystem,
        @Nullable Instant since,
        @Nullable Instant until,
        Optional<StoredBundle> after) {

    boolean shows(StoredBundle bundle) {
        var createdAt = bundle.id().createdAt();
        return (since == null || !createdAt.isBefore(since))
                && (until == null || createdAt.isBefore(until))
                && after.filter(last -> StoredBundle.NEWEST_FIRST.compare(bundle, last) <= 0)
                        .isEmpty();
    }

    static String cursor(StoredBundle last) {
        var place = last.folder() + "/" + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    public static Optional<StoredBundle> parse(@Nullable String cursor) {
        if (cursor == null) {
            return Optional.empty();
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("/", 3);
            if (parts.length < 3) {
                throw new IllegalArgumentException("too short");
            }
            return Optional.of(new StoredBundle(new SubsystemRef(parts[0], parts[1]), new BundleId(parts[2]), 0));
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    ErrorCode.INVALID_REQUEST,
                    "cursor is not valid. Use the nextCursor of an earlier response, unchanged.",
                    e);
        }
    }
}
