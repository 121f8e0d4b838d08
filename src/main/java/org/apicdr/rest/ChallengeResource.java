package org.apicdr.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.IdentityProofService;
import org.apicdr.recovery.IdentityProofService.Challenge;
import org.apicdr.recovery.IdentityProofService.ChallengeAnswer;
import org.apicdr.recovery.IdentityProofService.IdentityProof;
import org.apicdr.security.AccessControl;
import org.apicdr.security.Permission;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

@Path("/api/v1/trust/challenges")
@Tag(name = "trust")
class ChallengeResource {

    private final IdentityProofService identityProofService;
    private final AccessControl accessControl;
    private final DeadlineFactory deadlineFactory;

    ChallengeResource(
            IdentityProofService identityProofService, AccessControl accessControl, DeadlineFactory deadlineFactory) {
        this.identityProofService = identityProofService;
        this.accessControl = accessControl;
        this.deadlineFactory = deadlineFactory;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createChallenge",
            summary = "Ask the keepers of the age identities to show that they have them",
            description =
                    "Returns an age file for each recipient of the next bundle, which only its identity decrypts. Save the"
                            + " response as a file, and have each keeper run `recover prove FILE`: it prints the body of the"
                            + " request that answers the challenge. The service stores nothing, and a challenge does not"
                            + " expire.")
    @APIResponse(responseCode = "200", description = "The challenge; it contains no secret")
    public Challenge create() {
        var unused = accessControl.authorizedNamespaces(Permission.PROVE_IDENTITIES, null, deadlineFactory.start());
        return identityProofService.challenge();
    }

    @POST
    @Path("/{id}/answers")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "answerChallenge",
            summary = "Answer a challenge, which shows that the identity of a recipient exists",
            description =
                    "Stores the proof. The recoverability check recipients-proven shows the time of the last one for each"
                            + " recipient. A proof has the time of its challenge, so that an answer that is sent again"
                            + " proves nothing new.")
    @APIResponse(responseCode = "200", description = "The answer is right, and the proof was stored")
    public IdentityProof answer(@RestPath String id, @RequestBody(required = true) @Nullable ChallengeAnswer body) {
        var deadline = deadlineFactory.start();
        var unused = accessControl.authorizedNamespaces(Permission.PROVE_IDENTITIES, null, deadline);
        if (body == null) {
            throw new ServiceException(
                    ErrorCode.INVALID_REQUEST, "The body is missing. Send the line that `recover prove` printed.");
        }
        return identityProofService.prove(id, body, deadline);
    }
}
