package org.apicdr.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.Sha256;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.apicdr.subsystem.Installation;
import org.apicdr.verification.ManualVerificationCommands;
import org.apicdr.verification.Trust;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/trust")
@Tag(name = "trust", description = "What to keep off the cluster")
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
            summary = "Show what to keep off the cluster",
            description = "Public keys and the commands that check a bundle by hand; print it and keep it with the"
                    + " offline identity. To check a bundle, replace the values in commands that begin with FILL IN and"
                    + " paste all lines into a POSIX shell: they print a line that begins with OK: or STOP:.")
    @APIResponse(responseCode = "200", description = "What to keep; nothing in it is secret")
    @APIResponse(responseCode = "503", description = "A key file cannot be read")
    public Trust show() {
        accessControl.authorizedNamespaces(Permission.GET_TRUST, null, deadlineFactory.start());
        var key = sealingKeys.signingKey().publicKey();
        var line = key.allowedSignersLine(installation.site());
        return new Trust(
                installation.site(),
                key.fingerprint(),
                line,
                Sha256.hex((line + "\n").getBytes(StandardCharsets.UTF_8)),
                sealingKeys.recipients().values(),
                store.hostKeys(),
                ManualVerificationCommands.sheet(installation.site(), line));
    }
}
