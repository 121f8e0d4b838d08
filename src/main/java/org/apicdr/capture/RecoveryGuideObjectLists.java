package org.apicdr.capture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apicdr.bundle.Manifest;
import org.apicdr.subsystem.ReferencedObject;

/** The objects that the captured resources name, as RECOVERY.md lists them. */
final class RecoveryGuideObjectLists {

    private static final int MAX_PATHS = 3;

    private static final int MAX_BYTES = 16 * 1024;

    /** The lists that an object may stand in. */
    private enum Fate {
        PROVIDED,
        ABSENT,
        RECREATED,
        SAVED
    }

    /** The fields that name an object, by the object. */
    private final Map<Fate, Map<String, List<ReferencedObject>>> objects = new EnumMap<>(Fate.class);

    private RecoveryGuideObjectLists() {}

    static RecoveryGuideObjectLists of(Manifest manifest) {
        var lists = new RecoveryGuideObjectLists();
        for (var entry : manifest.subsystems()) {
            var references = entry.references() == null ? List.<ReferencedObject>of() : entry.references();
            for (var reference : references) {
                var object = "%s %s in %s".formatted(reference.kind(), reference.name(), entry.namespace());
                lists.objects
                        .computeIfAbsent(fate(reference), fate -> new LinkedHashMap<>())
                        .computeIfAbsent(object, name -> new ArrayList<>())
                        .add(reference);
            }
        }
        return lists;
    }

    /** Returns the objects that must exist in the new cluster. */
    RecoveryGuideTables.Rows provided() {
        return rows(Fate.PROVIDED);
    }

    /** Returns the objects that ought to be in the bundle and are not. */
    RecoveryGuideTables.Rows absent() {
        return rows(Fate.ABSENT);
    }

    /** Returns the objects that cert-manager or the operator makes again. */
    RecoveryGuideTables.Rows recreated() {
        return rows(Fate.RECREATED);
    }

    /** Returns the objects that the bundle holds. */
    RecoveryGuideTables.Rows saved() {
        return rows(Fate.SAVED);
    }

    /** How many objects there was no room for. */
    int leftOut() {
        return provided().leftOut() + absent().leftOut() + recreated().leftOut() + saved().leftOut();
    }

    private static Fate fate(ReferencedObject reference) {
        if (reference.saved()) {
            return Fate.SAVED;
        }
        return switch (reference.treatment()) {
            case PROVIDED -> Fate.PROVIDED;
            case RECREATED -> Fate.RECREATED;
            case REQUIRED, SAVED, UNKNOWN -> Fate.ABSENT;
        };
    }

    private RecoveryGuideTables.Rows rows(Fate fate) {
        var rows = new ArrayList<Map<String, String>>();
        objects.getOrDefault(fate, Map.of()).forEach((object, references) -> rows.add(row(fate, object, references)));
        return RecoveryGuideTables.limited(rows, MAX_BYTES);
    }

    private static Map<String, String> row(Fate fate, String object, List<ReferencedObject> references) {
        var paths =
                references.stream().limit(MAX_PATHS).map(ReferencedObject::path).collect(Collectors.joining(", "));
        int more = references.size() - MAX_PATHS;
        return Map.of(
                "object", RecoveryGuideTables.cell(object),
                "paths", RecoveryGuideTables.cell(more > 0 ? "%s and %d more".formatted(paths, more) : paths),
                "note", RecoveryGuideTables.cell(note(fate, references.get(0))));
    }

    private static String note(Fate fate, ReferencedObject reference) {
        var reason = reference.reason();
        return switch (fate) {
            case PROVIDED -> "";
            case ABSENT, RECREATED -> reason == null ? "it was not read" : reason;
            case SAVED -> reason == null ? "" : ": " + reason;
        };
    }
}
