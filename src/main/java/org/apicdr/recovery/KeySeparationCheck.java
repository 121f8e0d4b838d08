package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.KEYS_APART;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupCatalog.FileLook;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.bundle.StoreAccount;

/** Checks that no single login gives access to both the backups and the bundles, which contain the encryption keys. */
@ApplicationScoped
class KeySeparationCheck implements CheckGroup {

    @Override
    public List<RecoverabilityCheck> of(RecoverabilityInputs recoverabilityInputs) {
        if (recoverabilityInputs.live().value().isEmpty()) {
            return List.of(skipped(SkipReasons.CLUSTER));
        }
        var recoverabilityCheck = recoverabilityInputs
                .place()
                .match(storeAccount -> compare(storeAccount, recoverabilityInputs), why -> skipped(SkipReasons.STORE));
        return List.of(recoverabilityCheck);
    }

    private static RecoverabilityCheck compare(StoreAccount storeAccount, RecoverabilityInputs recoverabilityInputs) {
        return recoverabilityInputs
                .catalog()
                .match(catalog -> check(storeAccount, catalog), KeySeparationCheck::skipped);
    }

    private static RecoverabilityCheck check(StoreAccount storeAccount, BackupCatalog catalog) {
        var shared = catalog.looks().stream()
                .filter(look -> same(storeAccount, look.folder()))
                .map(FileLook::of)
                .toList();
        if (!shared.isEmpty()) {
            return RecoverabilityCheck.warn(
                    KEYS_APART,
                    "The bundles and the backups of %s are on the same server under the same account."
                            .formatted(String.join(" and ", shared)),
                    "Keep the bundles under another account, preferably on another server. This"
                            + " account gives access to both data and keys.");
        }
        return unread(catalog)
                .map(of -> skipped("The server of the backups of %s was not checked, so the accounts were not compared."
                        .formatted(of)))
                .orElseGet(() -> RecoverabilityCheck.pass(
                        KEYS_APART,
                        "The bundles and the backups are on different servers or under different accounts."));
    }

    private static boolean same(StoreAccount storeAccount, BackupFolderListing folder) {
        return folder instanceof BackupFolderListing.Read read
                && read.account().equals(storeAccount.account())
                && storeAccount.hostKey().equals(Optional.of(read.hostKey()));
    }

    private static Optional<String> unread(BackupCatalog catalog) {
        return catalog.looks().stream()
                .filter(look -> !(look.folder() instanceof BackupFolderListing.Read))
                .map(FileLook::of)
                .findFirst();
    }

    private static RecoverabilityCheck skipped(String why) {
        return RecoverabilityCheck.skipped(KEYS_APART, why);
    }
}
