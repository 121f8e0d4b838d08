package org.apicdr.recovery;

import static org.apicdr.core.ErrorCode.INVALID_REQUEST;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apicdr.bundle.IdentityProofStore;
import org.apicdr.core.Deadline;
import org.apicdr.core.RequestValidator;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.AgeRecipients;
import org.apicdr.crypto.MarkerMac;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.subsystem.Installation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Has the keepers of age identities show that they still have them, without giving them away. A challenge seals one answer to
 * each recipient; only its identity decrypts it. The answers are computed from the id of the challenge with a key of this
 * service, so that nothing is stored until an answer arrives.
 */
@ApplicationScoped
public class IdentityProofService {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int TIME_LENGTH = 16;

    private static final int RANDOM_BYTES = 4;

    private final SealingKeys sealingKeys;
    private final Installation installation;
    private final IdentityProofStore proofs;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    IdentityProofService(SealingKeys sealingKeys, Installation installation, IdentityProofStore proofs, Clock clock) {
        this.sealingKeys = sealingKeys;
        this.installation = installation;
        this.proofs = proofs;
        this.clock = clock;
    }

    /** Makes a challenge for the recipients of the next bundle. */
    public Challenge challenge() {
        var digits = new byte[RANDOM_BYTES];
        random.nextBytes(digits);
        var id = TIME.format(clock.instant()) + "-" + HexFormat.of().formatHex(digits);
        var keys = sealingKeys.present();
        var answers = keys.signingKey().challengeAnswers();
        var sealed = keys.recipients().values().stream()
                .map(recipient -> sealed(recipient, answer(answers, id, recipient)))
                .toList();
        return new Challenge(id, sealed);
    }

    /**
     * Stores that the identity of a recipient exists. The proof has the time of the challenge, because the identity was used
     * at some time after it.
     *
     * @param challenge the id of the challenge
     * @throws ServiceException {@code INVALID_REQUEST} if the answer is wrong, {@code STORE_UNAVAILABLE} if it cannot be stored
     */
    public IdentityProof prove(String challenge, ChallengeAnswer given, Deadline deadline) {
        var expected = answer(sealingKeys.signingKey().challengeAnswers(), challenge, given.recipient());
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.answer().getBytes(StandardCharsets.UTF_8))) {
            throw new ServiceException(
                    INVALID_REQUEST,
                    "The answer is not that of this challenge and this recipient. Send the line that `recover prove`"
                            + " printed, unchanged, to the challenge that it was given. If the signing key was replaced"
                            + " since, make a new challenge.");
        }
        var at = time(challenge);
        if (at.isAfter(clock.instant().plus(IdentityProofStore.CLOCK_TOLERANCE))) {
            throw new ServiceException(
                    INVALID_REQUEST,
                    "The challenge is of %s, which is in the future. Check the clock of the service, and make a new challenge."
                            .formatted(at));
        }
        proofs.remember(given.recipient(), at, deadline);
        Log.infof("The identity of the recipient %s was shown to exist at %s", given.recipient(), at);
        return new IdentityProof(given.recipient(), at);
    }

    /** Returns the time of a challenge of this service. */
    private static Instant time(String challenge) {
        try {
            return TIME.parse(challenge.substring(0, TIME_LENGTH), Instant::from);
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            throw new IllegalStateException("A challenge of this service has no time.", e);
        }
    }

    private String answer(MarkerMac answers, String challenge, String recipient) {
        return answers.of(List.of(installation.site(), challenge, recipient));
    }

    /** The sealed text is the body of the request that answers the challenge. */
    private static SealedAnswer sealed(String recipient, String answer) {
        var body = "{\"recipient\": \"%s\", \"answer\": \"%s\"}\n".formatted(recipient, answer);
        return new SealedAnswer(
                recipient, new AgeRecipients(List.of(recipient)).sealToText(body.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * A challenge to the keepers of the age identities.
     *
     * @param id the id, which the path of its answers has
     * @param recipients a sealed answer for each recipient of the next bundle
     */
    @Schema(name = "Challenge")
    public record Challenge(String id, List<SealedAnswer> recipients) {

        public Challenge {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * The answer to a challenge, sealed to one recipient.
     *
     * @param recipient the age recipient
     * @param sealed an age file with armor; decrypted with the identity of the recipient, it is the body of the answer
     */
    @Schema(name = "SealedAnswer")
    public record SealedAnswer(String recipient, String sealed) {}

    /**
     * The answer to a challenge, as the keeper of an identity sends it.
     *
     * @param recipient the age recipient
     * @param answer the answer, 32 hex digits
     */
    @Schema(name = "ChallengeAnswer")
    public record ChallengeAnswer(
            @Schema(required = true, pattern = "^age1[a-z0-9]{58}$")
            String recipient,

            @Schema(required = true, pattern = "^[0-9a-f]{32}$")
            String answer) {

        private static final Pattern RECIPIENT = Pattern.compile("age1[a-z0-9]{58}");

        private static final Pattern ANSWER = Pattern.compile("[0-9a-f]{32}");

        public ChallengeAnswer {
            new RequestValidator()
                    .isPresent("recipient", recipient)
                    .matches("recipient", recipient, RECIPIENT, "must be an age recipient (age1…)")
                    .isPresent("answer", answer)
                    .matches("answer", answer, ANSWER, "must be the 32 hex digits of the decrypted challenge")
                    .validate();
        }
    }

    /**
     * When the identity of a recipient was shown to exist.
     *
     * @param recipient the age recipient
     * @param provenAt the time of the challenge
     */
    @Schema(name = "IdentityProof")
    public record IdentityProof(String recipient, Instant provenAt) {}
}
