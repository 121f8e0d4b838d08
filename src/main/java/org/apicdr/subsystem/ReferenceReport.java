package org.apicdr.subsystem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Describes the named objects that need the attention of an operator. */
public final class ReferenceReport {

    /** The recommended action. */
    public static final String REMEDY =
            "put the objects back and capture a new bundle, or save them by other means; see references in the manifest";

    private static final int MAX_PATHS = 3;

    private ReferenceReport() {}

    /** Returns a sentence for each object that is not saved or whose field is unknown. */
    public static List<String> sentences(List<ReferencedObject> references) {
        return sentences(references, true);
    }

    /** Returns a sentence for each object that is missing from the bundle. */
    public static List<String> unsaved(List<ReferencedObject> references) {
        return sentences(references, false);
    }

    private static List<String> sentences(List<ReferencedObject> references, boolean savedToo) {
        var byObject = new LinkedHashMap<String, List<ReferencedObject>>();
        references.stream()
                .filter(ReferencedObject::needsAttention)
                .filter(reference -> savedToo || !reference.saved())
                .forEach(reference -> byObject.computeIfAbsent(
                                reference.kind() + " " + reference.name(), object -> new ArrayList<>())
                        .add(reference));
        return byObject.entrySet().stream()
                .map(entry -> sentence(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String sentence(String object, List<ReferencedObject> references) {
        var first = references.get(0);
        var paths =
                references.stream().limit(MAX_PATHS).map(ReferencedObject::path).collect(Collectors.joining(", "));
        int more = references.size() - MAX_PATHS;
        return "%s, named in %s%s, is %s: %s"
                .formatted(
                        object,
                        paths,
                        more > 0 ? " and %d more".formatted(more) : "",
                        first.saved() ? "saved" : "not saved",
                        first.reason() == null ? "it was not read" : first.reason());
    }
}
