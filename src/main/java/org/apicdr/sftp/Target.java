package org.apicdr.sftp;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.apicdr.bundle.BundleId;

/**
 * Where a bundle is published.
 *
 * @param folder the folder of its subsystem
 * @param id the bundle
 */
record Target(String folder, BundleId id) {

    private static final int RANDOM_BYTES = 16;

    String path() {
        return folder + "/" + id.fileName();
    }

    /** A name for the unfinished file that nobody else has chosen or can guess. */
    String newPart(SecureRandom random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return "%s/%s.%s.part"
                .formatted(StoreLayout.incoming(folder), id, HexFormat.of().formatHex(bytes));
    }
}
