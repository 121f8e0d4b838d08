package org.apicdr.recovery;

import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.bundle.BundleId;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.subsystem.SecretRole;

/**
 * Whether a bundle contains the encryption key that was in force when a backup was taken.
 *
 * @param doubts why this is uncertain
 * @param notes the bundle that contains the key, or the other check that reports why this is unknown
 */
record EncryptionKeyAvailability(List<String> doubts, List<String> notes) {

    static EncryptionKeyAvailability of(DatabaseBackup backup, RecoverabilityInputs recoverabilityInputs) {
        var reasonUnknown = reasonUnknown(recoverabilityInputs);
        if (!reasonUnknown.isEmpty()) {
            return new EncryptionKeyAvailability(
                    List.of(), List.of("the bundle with its key is unknown: " + reasonUnknown));
        }
        return recoverabilityInputs.points().value().orElse(List.of()).stream()
                .filter(point -> point.databaseBackup().id().equals(backup.id()))
                .findFirst()
                .map(EncryptionKeyAvailability::of)
                .orElseGet(() -> new EncryptionKeyAvailability(
                        List.of("the bundle with its key was not searched for"), List.of()));
    }

    private static EncryptionKeyAvailability of(RecoveryPoint point) {
        var bundles = point.bundles().stream().map(BundleId::value).collect(Collectors.joining(" and "));
        return switch (point.key()) {
            case CERTAIN -> new EncryptionKeyAvailability(List.of(), List.of("its key is in bundle " + bundles));
            case AMBIGUOUS ->
                new EncryptionKeyAvailability(
                        List.of("the encryption key was changed about that time: the backup may need the key in bundle "
                                + bundles + ", or a key that is in no bundle"),
                        List.of());
            case UNKNOWN ->
                new EncryptionKeyAvailability(
                        List.of("it is unknown whether its key is the one in bundle " + bundles
                                + ", because there is no capture on one side of it"),
                        List.of());
        };
    }

    /** Returns the other check that reports why the key cannot be determined; empty if it can. */
    private static String reasonUnknown(RecoverabilityInputs recoverabilityInputs) {
        if (recoverabilityInputs.stock().value().isEmpty()) {
            return "the store cannot be used, see store-access";
        }
        if (recoverabilityInputs
                .stock()
                .value()
                .flatMap(BundleInventory::manifest)
                .isEmpty()) {
            return "there is no authentic bundle, see bundle-exists and bundle-authentic";
        }
        if (recoverabilityInputs.identityChanged()) {
            return "see identity-changed";
        }
        boolean live = recoverabilityInputs.live().value().stream()
                .flatMap(snapshot -> snapshot.management().secrets().stream())
                .anyMatch(secret -> secret.ref().role() == SecretRole.ENCRYPTION);
        return live ? "" : "see encryption-secret";
    }
}
