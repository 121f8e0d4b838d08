package org.apicdr.verification;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The values to keep outside the cluster, so that a bundle can be checked after the loss of the cluster.
 *
 * @param site the name of this installation
 * @param signer fingerprint of the signing key, as {@code ssh-keygen -lf} prints it
 * @param allowedSigners the line to keep as the file allowed_signers
 * @param sha256 SHA-256 of that line with its newline, lower-case hex: what {@code sha256sum allowed_signers} prints
 * @param recipients the age recipients that new bundles are sealed to
 * @param hostKeys the host keys of the store that this service trusts
 * @param commands the lines of the commands that check a bundle; paste all of them into a POSIX shell after replacing
 *     the values that begin with {@code FILL IN}. They print a line that begins with {@code OK:} or {@code STOP:}
 */
@Schema(name = "Trust")
public record Trust(
        String site,
        String signer,
        String allowedSigners,
        String sha256,
        List<String> recipients,
        List<String> hostKeys,
        List<String> commands) {

    public Trust {
        recipients = List.copyOf(recipients);
        hostKeys = List.copyOf(hostKeys);
        commands = List.copyOf(commands);
    }
}
