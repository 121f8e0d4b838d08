package org.apicdr.sftp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.apicdr.subsystem.SubsystemRef;

/**
 * Which folder is whose.
 *
 * @param path the absolute folder that holds the sites, without a slash at its end
 * @param site the site of this installation
 */
record StoreLayout(String path, String site) {

    /** Holds one folder for each namespace. */
    String siteFolder() {
        return path + "/" + site;
    }

    String folder(SubsystemRef subsystem) {
        return siteFolder() + "/" + subsystem.namespace() + "/" + subsystem.cluster();
    }

    String file(SubsystemRef subsystem, String fileName) {
        return folder(subsystem) + "/" + fileName;
    }

    /** Where files lie until they are whole. */
    static String incoming(String folder) {
        return folder + "/.incoming";
    }

    /** Where empty files remember verdicts by their names. */
    static String verified(String folder) {
        return folder + "/.verified";
    }

    /** The folders that publishing and verifying need. */
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
