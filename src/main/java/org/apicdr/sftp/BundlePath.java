package org.apicdr.sftp;

import org.apicdr.bundle.BundleId;

/**
 * The path of a published bundle.
 *
 * @param folder the folder of its subsystem
 * @param id the bundle
 */
record BundlePath(String folder, BundleId id) {

    String path() {
        return folder + "/" + id.fileName();
    }
}
