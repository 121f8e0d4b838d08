package org.apicdr.sftp;

import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_PERMISSION_DENIED;

import java.io.IOException;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.SftpExchange;

/**
 * Refuses one kind of requests.
 *
 * @param verb as the protocol calls it
 * @param status one of {@code SSH_FX_*}
 */
record Denying(String verb, int status) implements HookedSftp.Hook {

    Denying(String verb) {
        this(verb, SSH_FX_PERMISSION_DENIED);
    }

    @Override
    public void handle(SftpExchange exchange) throws IOException {
        if (exchange.request().is(verb)) {
            exchange.refuse(status);
        } else {
            exchange.serve();
        }
    }
}
