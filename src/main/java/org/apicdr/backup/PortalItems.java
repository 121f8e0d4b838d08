package org.apicdr.backup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the parts of a portal's backups in its resources and among its files. */
final class PortalItems {

    private static final String FILE = "/status/fullBackupName";

    /** What the vendor's scripts write for all sites. */
    private static final String EVERY_SITE = "installed";

    private final Shelf shelf;
    private final IdZone zone;

    private PortalItems(Shelf shelf, IdZone zone) {
        this.shelf = shelf;
        this.zone = zone;
    }

    static List<PortalItem> of(List<SeenBackup> seen, Shelf shelf, IdZone zone) {
        var items = new PortalItems(shelf, zone);
        var found = new ArrayList<PortalItem>();
        var files = new HashSet<String>();
        for (var backup : seen) {
            items.item(backup).ifPresent(item -> {
                found.add(item);
                files.add(backup.text(FILE));
            });
        }
        found.addAll(items.files(files));
        return found;
    }

    /** Empty where nothing tells when it was taken. */
    private Optional<PortalItem> item(SeenBackup backup) {
        var file = PortalFile.parse(backup.text(FILE));
        var id = Optional.of(backup.text("/status/backupId"))
                .filter(text -> IdTime.of(text).isPresent())
                .or(() -> file.map(PortalFile::id));
        var dated = id.flatMap(IdTime::of).map(zone::taken);
        var taken =
                backup.recorded() ? dated : backup.createdAt().map(Taken::known).or(() -> dated);
        return taken.map(time -> new PortalItem(
                part(backup, file),
                !backup.recorded(),
                backup.name(),
                id.orElse(""),
                file.map(PortalFile::site).orElseGet(() -> site(backup)),
                time,
                backup.phase(),
                backup.trouble().or(() -> doubt(backup.text(FILE))).stream().toList()));
    }

    private static PortalItem.Part part(SeenBackup backup, Optional<PortalFile> file) {
        return switch (backup.text("/spec/type")) {
            case "all" -> PortalItem.Part.ALL;
            case "system" -> PortalItem.Part.SYSTEM;
            case "site" -> PortalItem.Part.SITE;
            default -> file.map(PortalItems::part).orElse(PortalItem.Part.SITE);
        };
    }

    private static PortalItem.Part part(PortalFile file) {
        return file.site().isEmpty() ? PortalItem.Part.SYSTEM : PortalItem.Part.SITE;
    }

    private static String site(SeenBackup backup) {
        var site = backup.text("/spec/siteName");
        return site.equals(EVERY_SITE) ? "" : site.replace('/', '@');
    }

    private Optional<String> doubt(String file) {
        return file.isBlank() ? Optional.empty() : shelf.doubt(file, file);
    }

    private List<PortalItem> files(Set<String> known) {
        var found = new ArrayList<PortalItem>();
        for (var entry : shelf.entries()) {
            if (!entry.folder() && !known.contains(entry.path())) {
                PortalFile.parse(entry.path()).ifPresent(file -> found.add(file(file, entry.path())));
            }
        }
        return found;
    }

    private PortalItem file(PortalFile file, String path) {
        var taken = IdTime.of(file.id()).map(zone::taken).orElseThrow();
        var against = doubt(path).stream().toList();
        return new PortalItem(part(file), false, "", file.id(), file.site(), taken, Phase.FOUND, against);
    }
}
