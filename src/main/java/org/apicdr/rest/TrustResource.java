package org.apicdr.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apicdr.bundle.BundleStore;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.crypto.Digests;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.apicdr.subsystem.Installation;
import org.apicdr.verification.ManualVerificationCommands;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/trust")
@Tag(name = "trust", description = "Information to keep outside the cluster")
class TrustResource {

    private final Installation installation;
    private final SealingKeys sealingKeys;
    private final BundleStore store;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    TrustResource(
            Installation installation,
            SealingKeys sealingKeys,
            BundleStore store,
            AccessControl accessControl,
            DeadlineFactory deadlineFactory) {
        this.installation = installation;
        this.sealingKeys = sealingKeys;
        this.store = store;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getTrust",
            summary = "Show the information to keep outside the cluster",
            description =
                    "Returns public keys and the commands that verify a bundle manually. Print it and keep it with"
                            + " the offline age identity. To verify a bundle, replace the values in the commands that begin"
                            + " with FILL IN, and paste all lines into a POSIX shell. They print a line that begins with OK: or"
                            + " STOP:.")
    @APIResponse(responseCode = "200", description = "The information to keep; it contains no secret")
    public Trust show() {
        accessControl.authorizedNamespaces(Permission.GET_TRUST, null, deadlineFactory.start());
        var key = sealingKeys.signingKey().publicKey();
        var line = key.allowedSignersLine(installation.site());
        return new Trust(
                installation.site(),
                key.fingerprint(),
                line,
                Digests.sha256Hex((line + "\n").getBytes(StandardCharsets.UTF_8)),
                sealingKeys.recipients().values(),
                store.hostKeys(),
                ManualVerificationCommands.sheet(installation.site(), line));
    }

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
}
