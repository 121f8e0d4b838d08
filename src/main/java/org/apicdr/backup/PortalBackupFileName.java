package org.apicdr.backup;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The file name of a portal backup. For a site it is {@code <host>@<org>@<catalog>-YYYYMMDD.HHMMSS.tar.gz}. For the system the
 * prefix differs and is not documented.
 *
 * @param site the site; empty for the system
 * @param id {@code YYYYMMDD.HHMMSS}
 */
record PortalBackupFileName(String site, String id) {

    private static final Pattern PATTERN = Pattern.compile("(.*?)[-_]?([0-9]{8}\\.[0-9]{6})\\.tar\\.gz");

    private static final Pattern SITE = Pattern.compile("[^@]+@[^@]+@[^@]+");

    /** Parses a file name; empty if it is not the name of a backup. */
    static Optional<PortalBackupFileName> parse(String name) {
        var matcher = PATTERN.matcher(name);
        if (!matcher.matches() || BackupIdTimestamp.of(matcher.group(2)).isEmpty()) {
            return Optional.empty();
        }
        var site = SITE.matcher(matcher.group(1)).matches() ? matcher.group(1) : "";
        return Optional.of(new PortalBackupFileName(site, matcher.group(2)));
    }
}
