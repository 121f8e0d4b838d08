package org.apicdr.recoverability;

import static org.apicdr.recoverability.CheckId.KEYS_APART;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupCatalog.FileLook;
import org.apicdr.backup.BackupFolder;
import org.apicdr.bundle.Place;

/** Whether one login leads to the data and to the keys that open it; whoever has that needs nothing else. */
@ApplicationScoped
class KeysApart implements Checks {

    @Override
    public List<Check> of(Survey survey) {
        if (survey.live().value().isEmpty()) {
            return List.of(skipped(Unseen.CLUSTER));
        }
        var check = survey.place().match(place -> compare(place, survey), why -> skipped(Unseen.STORE));
        return List.of(check);
    }

    private static Check compare(Place place, Survey survey) {
        return survey.catalog().match(catalog -> check(place, catalog), KeysApart::skipped);
    }

    private static Check check(Place place, BackupCatalog catalog) {
        var shared = catalog.looks().stream()
                .filter(look -> same(place, look.folder()))
                .map(FileLook::of)
                .toList();
        if (!shared.isEmpty()) {
            return Check.warn(
                    KEYS_APART,
                    "the bundles and the backups of %s lie at the same server under the same account"
                            .formatted(String.join(" and ", shared)),
                    "keep the bundles under another account, better on another server: whoever has this one has data and"
                            + " keys");
        }
        return unread(catalog)
                .map(of -> skipped("where the backups of %s lie was not looked at, so the accounts were not compared"
                        .formatted(of)))
                .orElseGet(() -> Check.pass(KEYS_APART, "the bundles and the backups lie under different logins"));
    }

    private static boolean same(Place place, BackupFolder folder) {
        return folder instanceof BackupFolder.Read read
                && read.account().equals(place.account())
                && place.hostKey().equals(Optional.of(read.hostKey()));
    }

    private static Optional<String> unread(BackupCatalog catalog) {
        return catalog.looks().stream()
                .filter(look -> !(look.folder() instanceof BackupFolder.Read))
                .map(FileLook::of)
                .findFirst();
    }

    private static Check skipped(String why) {
        return Check.skipped(KEYS_APART, why);
    }
}
