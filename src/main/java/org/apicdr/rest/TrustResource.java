package org.apicdr.rest;

import io.quarkus.logging.Log;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apicdr.bundle.BundleStore;
import org.apicdr.core.Deadline;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.Digests;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.recovery.RecoverySheet;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.verification.ManualVerificationCommands;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/trust")
@Tag(name = "trust", description = "Information to keep outside the cluster")
class TrustResource {

    private static final String SHELL_SCRIPT = "application/x-sh";

    /** Shows how the folders on the store are named. */
    private static final SubsystemRef EXAMPLE = new SubsystemRef("namespace", "cluster");

    private final Installation installation;
    private final SealingKeys sealingKeys;
    private final BundleStore store;
    private final SubsystemService subsystemService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    TrustResource(
            Installation installation,
            SealingKeys sealingKeys,
            BundleStore store,
            SubsystemService subsystemService,
            AccessControl accessControl,
            DeadlineFactory deadlineFactory) {
        this.installation = installation;
        this.sealingKeys = sealingKeys;
        this.store = store;
        this.subsystemService = subsystemService;
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
        var deadline = deadlineFactory.start();
        var namespaceScope = accessControl.authorizedNamespaces(Permission.GET_TRUST, null, deadline);
        var site = installation.site();
        var key = sealingKeys.signingKey().publicKey();
        var line = key.allowedSignersLine(site);
        var recipients = sealingKeys.recipients().values();
        var hostKeys = store.hostKeys();
        var principals = principals(namespaceScope, deadline);
        var sheet =
                new RecoverySheet(site, store.account(), store.path(EXAMPLE), hostKeys, line, recipients, principals);
        return new Trust(
                site,
                key.fingerprint(),
                line,
                Digests.sha256Hex((line + "\n").getBytes(StandardCharsets.UTF_8)),
                recipients,
                hostKeys,
                ManualVerificationCommands.sheet(site, line),
                principals,
                RecoverySheet.SCRIPT_SHA256,
                sheet.lines());
    }

    @GET
    @Path("/recover")
    @Produces(SHELL_SCRIPT)
    @Operation(
            operationId = "getRecoverScript",
            summary = "Download the recovery script",
            description =
                    "Returns a POSIX shell script that checks and opens a bundle, compares it with a cluster, creates"
                            + " its secrets and resources, and restores the backups. It needs no service. Keep it outside the"
                            + " cluster; GET /trust has its SHA-256.")
    @APIResponse(responseCode = "200", description = "The script")
    public byte[] recover() {
        accessControl.authorizedNamespaces(Permission.GET_TRUST, null, deadlineFactory.start());
        return RecoverySheet.script();
    }

    /** Returns the principals of the visible subsystems; empty if the API server cannot be asked. */
    private List<String> principals(NamespaceScope namespaceScope, Deadline deadline) {
        try {
            return subsystemService.visible(deadline).stream()
                    .map(Subsystem::ref)
                    .filter(ref -> namespaceScope.shows(ref.namespace()))
                    .map(ref -> "%s/%s".formatted(installation.site(), ref))
                    .toList();
        } catch (ServiceException e) {
            Log.warnf("The recovery sheet names no subsystem: %s", e.getMessage());
            return List.of();
        }
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
     * @param principals {@code <site>/<namespace>/<cluster>} of each visible subsystem, which a bundle is checked against; empty if
     *     the API server could not be asked
     * @param recoverSha256 SHA-256 of the script that {@code GET /trust/recover} returns, lower-case hex
     * @param sheet the lines of the recovery sheet: where the bundles are, what to keep, and how to begin
     */
    @Schema(name = "Trust")
    public record Trust(
            String site,
            String signer,
            String allowedSigners,
            String sha256,
            List<String> recipients,
            List<String> hostKeys,
            List<String> commands,
            List<String> principals,
            String recoverSha256,
            List<String> sheet) {

        public Trust {
            recipients = List.copyOf(recipients);
            hostKeys = List.copyOf(hostKeys);
            commands = List.copyOf(commands);
            principals = List.copyOf(principals);
            sheet = List.copyOf(sheet);
        }
    }
}
