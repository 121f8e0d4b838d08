package org.apicdr.sftp;

import static org.apicdr.core.ErrorCode.BUNDLE_NOT_FOUND;
import static org.apicdr.core.ErrorCode.STORE_APPEND_ONLY;

import java.io.IOException;
import org.apicdr.core.ServiceException;

/** Removes a bundle. If a retry after a lost reply finds the bundle missing, the first request removed it. */
final class BundleRemover {

    private final String path;
    private boolean requested;

    BundleRemover(String path) {
        this.path = path;
    }

    void run(SftpRequests requests) throws IOException {
        boolean retry = requested;
        requested = true;
        try {
            requests.remove(path).ok();
        } catch (SftpStatusException e) {
            if (e.denied()) {
                throw new ServiceException(STORE_APPEND_ONLY, appendOnly(requests.server()), e);
            }
            if (!e.absent()) {
                throw e;
            }
            if (!retry) {
                throw new ServiceException(BUNDLE_NOT_FOUND, "There is no bundle file %s.".formatted(path), e);
            }
        }
    }

    private String appendOnly(SftpEndpoint sftpEndpoint) {
        return ("The SFTP server %s does not let the user %s remove %s: the account may only add files, or the"
                        + " permissions of the file or its folder forbid it. Have its administrator remove it, or grant"
                        + " the right to.")
                .formatted(sftpEndpoint, sftpEndpoint.user(), path);
    }
}
