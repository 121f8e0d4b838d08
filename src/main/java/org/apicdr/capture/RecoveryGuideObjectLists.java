package org.apicdr.capture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apicdr.bundle.Manifest;
import org.apicdr.subsystem.ReferencedObject;

/** The objects that the captured resources name, grouped as in RECOVERY.md. */
final class RecoveryGuideObjectLists {

    private static final int MAX_PATHS = 3;

    private static final int MAX_BYTES = 16 * 1024;

    /** The lists of RECOVERY.md. */
    private enum Section {
        PROVIDED,
        ABSENT,
        RECREATED,
        SAVED
    }

    /** The references to an object, by list and object. */
    private final Map<Section, Map<String, List<ReferencedObject>>> objects = new EnumMap<>(Section.class);

    private RecoveryGuideObjectLists() {}

    static RecoveryGuideObjectLists of(Manifest manifest) {
        var lists = new RecoveryGuideObjectLists();
        for (var entry : manifest.subsystems()) {
            var references = entry.references() == null ? List.<ReferencedObject>of() : entry.references();
            for (var reference : references) {
                var object = "%s %s in %s".formatted(reference.kind(), reference.name(), entry.namespace());
                lists.objects
                        .computeIfAbsent(section(reference), section -> new LinkedHashMap<>())
                        .computeIfAbsent(object, name -> new ArrayList<>())
                        .add(reference);
            }
        }
        return lists;
    }

    /** Returns the objects that must exist in the new cluster. */
    RecoveryGuideTables.Rows provided() {
        return rows(Section.PROVIDED);
    }

    /** Returns the objects that are missing from the bundle. */
    RecoveryGuideTables.Rows absent() {
        return rows(Section.ABSENT);
    }

    /** Returns the objects that cert-manager or the operator recreates. */
    RecoveryGuideTables.Rows recreated() {
        return rows(Section.RECREATED);
    }

    /** Returns the objects that the bundle holds. */
    RecoveryGuideTables.Rows saved() {
        return rows(Section.SAVED);
    }

    /** Returns the number of objects that were left out to limit the size. */
    int leftOut() {
        return provided().leftOut() + absent().leftOut() + recreated().leftOut() + saved().leftOut();
    }

    private static Section section(ReferencedObject reference) {
        if (reference.saved()) {
            return Section.SAVED;
        }
        return switch (reference.treatment()) {
            case PROVIDED -> Section.PROVIDED;
            case RECREATED -> Section.RECREATED;
            case REQUIRED, SAVED, UNKNOWN -> Section.ABSENT;
        };
    }

    private RecoveryGuideTables.Rows rows(Section section) {
        var rows = new ArrayList<Map<String, String>>();
        objects.getOrDefault(section, Map.of())
                .forEach((object, references) -> rows.add(row(section, object, references)));
        return RecoveryGuideTables.limited(rows, MAX_BYTES);
    }

    private static Map<String, String> row(Section section, String object, List<ReferencedObject> references) {
        var paths =
                references.stream().limit(MAX_PATHS).map(ReferencedObject::path).collect(Collectors.joining(", "));
        int more = references.size() - MAX_PATHS;
        return Map.of(
                "object", RecoveryGuideTables.cell(object),
                "paths", RecoveryGuideTables.cell(more > 0 ? "%s and %d more".formatted(paths, more) : paths),
                "note", RecoveryGuideTables.cell(note(section, references.get(0))));
    }

    private static String note(Section section, ReferencedObject reference) {
        var reason = reference.reason();
        return switch (section) {
            case PROVIDED -> "";
            case ABSENT, RECREATED -> reason == null ? "it was not read" : reason;
            case SAVED -> reason == null ? "" : ": " + reason;
        };
    }
}
