package org.apicdr.verification;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import org.apicdr.access.Access;
import org.apicdr.access.Right;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.Sha256;
import org.apicdr.request.Deadlines;
import org.apicdr.seal.Seals;
import org.apicdr.subsystem.Installation;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/trust")
@Tag(name = "trust", description = "What to keep off the cluster")
class TrustResource {

    private final Installation installation;
    private final Seals seals;
    private final BundleStore store;
    private final Access access;
    private final Deadlines deadlines;

    TrustResource(Installation installation, Seals seals, BundleStore store, Access access, Deadlines deadlines) {
        this.installation = installation;
        this.seals = seals;
        this.store = store;
        this.access = access;
        this.deadlines = deadlines;
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
        access.scope(Right.GET_TRUST, null, deadlines.start());
        var key = seals.signingKey().publicKey();
        var line = key.allowedSignersLine(installation.site());
        return new Trust(
                installation.site(),
                key.fingerprint(),
                line,
                Sha256.hex((line + "\n").getBytes(StandardCharsets.UTF_8)),
                seals.recipients().values(),
                store.hostKeys(),
                HandCheck.sheet(installation.site(), line));
    }
}
