package org.apicdr.sftp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.apicdr.bundle.BundleId;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.subsystem.SubsystemRef;

/**
 * The layout of the folders in the store.
 *
 * @param path the absolute folder that holds the sites, without a trailing slash
 * @param site the site of this installation
 */
record StoreLayout(String path, String site) {

    /** The names in the path of a subsystem's folder: those of the site, the namespace and the cluster. */
    private static final int FOLDER_NAMES = 3;

    /** Returns the folder that holds one folder for each namespace. */
    String siteFolder() {
        return path + "/" + site;
    }

    /** Returns the path of the store for messages. */
    String displayPath() {
        return path.isEmpty() ? "/" : path;
    }

    /** Returns the folder of the identity proofs. No namespace has such a name. */
    String identityProofs() {
        return siteFolder() + "/.identity-proofs";
    }

    String folder(SubsystemRef subsystem) {
        return siteFolder() + "/" + subsystem.namespace() + "/" + subsystem.cluster();
    }

    String file(SubsystemRef subsystem, String fileName) {
        return folder(subsystem) + "/" + fileName;
    }

    /** Returns the path of the store that holds the folder of a subsystem. */
    static String storePath(String folder) {
        var path = folder;
        for (int name = 0; name < FOLDER_NAMES; name++) {
            path = path.substring(0, path.lastIndexOf('/'));
        }
        return path;
    }

    /** Returns the path of a bundle in the folder of its subsystem. */
    static String file(String folder, BundleId id) {
        return folder + "/" + id.fileName();
    }

    /** Returns the folder of the part files. */
    static String incoming(String folder) {
        return folder + "/.incoming";
    }

    /** Returns the folder of the verdict marker files. */
    static String verified(String folder) {
        return folder + "/.verified";
    }

    /** Returns the folders that publishing and verifying need. */
    static List<String> needed(String folder) {
        return List.of(incoming(folder), verified(folder));
    }

    static URI location(SftpEndpoint sftpEndpoint, String path) {
        try {
            return URI.create("sftp://" + sftpEndpoint + new URI(null, null, path, null).toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an absolute path: " + path, e);
        }
    }
}
