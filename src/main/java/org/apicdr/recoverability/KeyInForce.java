package org.apicdr.recoverability;

import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.bundle.BundleId;
import org.apicdr.recoverypoint.RecoveryPoint;
import org.apicdr.subsystem.SecretRole;

/**
 * Whether a bundle holds the encryption key that was in force when a backup was taken.
 *
 * @param doubts why that is not certain
 * @param notes which bundle does, or which other check says why that cannot be told
 */
record KeyInForce(List<String> doubts, List<String> notes) {

    static KeyInForce of(DatabaseBackup backup, Survey survey) {
        var untold = untold(survey);
        if (!untold.isEmpty()) {
            return new KeyInForce(List.of(), List.of("which bundle holds its key cannot be told: " + untold));
        }
        return survey.points().value().orElse(List.of()).stream()
                .filter(point -> point.databaseBackup().id().equals(backup.id()))
                .findFirst()
                .map(KeyInForce::of)
                .orElseGet(() -> new KeyInForce(List.of("nobody looked for the bundle that holds its key"), List.of()));
    }

    private static KeyInForce of(RecoveryPoint point) {
        var bundles = point.bundles().stream().map(BundleId::value).collect(Collectors.joining(" and "));
        return switch (point.key()) {
            case CERTAIN -> new KeyInForce(List.of(), List.of("its key is in bundle " + bundles));
            case AMBIGUOUS ->
                new KeyInForce(
                        List.of("the encryption key was rotated about then: it may need what is in bundle " + bundles
                                + ", or a key that is in none"),
                        List.of());
            case UNKNOWN ->
                new KeyInForce(
                        List.of("it is not known whether its key is that of bundle " + bundles
                                + ", as nothing was captured on one side of it"),
                        List.of());
        };
    }

    /** What else is wrong, where that is why nothing can be told. */
    private static String untold(Survey survey) {
        if (survey.stock().value().isEmpty()) {
            return Unseen.STORE;
        }
        if (survey.stock().value().flatMap(BundleStock::manifest).isEmpty()) {
            return Unseen.BUNDLE;
        }
        if (survey.identityChanged()) {
            return "see identity-changed";
        }
        boolean live = survey.live().value().stream()
                .flatMap(snapshot -> snapshot.management().secrets().stream())
                .anyMatch(secret -> secret.ref().role() == SecretRole.ENCRYPTION);
        return live ? "" : "see encryption-secret";
    }
}
