package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleId;
import org.jspecify.annotations.Nullable;

/**
 * The labels and annotations that link the resources of a run to each other and to its bundle.
 *
 * @param reason why the run was requested; null if not given
 * @param bundle the bundle captured by the run; null before the capture
 */
record BackupRunLabels(
        BackupRunId run, @Nullable String reason, @Nullable BundleId bundle) {

    /** The label that selects the resources of a run. */
    static final String RUN = "apic-dr.io/backup-run";

    static final String BUNDLE = "apic-dr.io/bundle";

    static final String REASON = "apic-dr.io/reason";

    /** The annotation that names all backups of the run, so that missing ones are detected. */
    static final String BACKUPS = "apic-dr.io/backups";

    private static final String SEPARATOR = ",";

    BackupRunLabels with(BundleId captured) {
        return new BackupRunLabels(run, reason, captured);
    }

    ObjectNode labels() {
        return JsonNodeFactory.instance
                .objectNode()
                .put(RUN, run.value())
                .put("app.kubernetes.io/managed-by", "apic-dr");
    }

    ObjectNode annotations(List<BackupName> all) {
        var annotations = JsonNodeFactory.instance.objectNode();
        annotations.put(BACKUPS, all.stream().map(BackupName::toString).collect(Collectors.joining(SEPARATOR)));
        if (bundle != null) {
            annotations.put(BUNDLE, bundle.value());
        }
        if (reason != null && !reason.isEmpty()) {
            annotations.put(REASON, reason);
        }
        return annotations;
    }

    /** Parses the annotation with the backups of a run; invalid names are ignored. */
    static List<BackupName> backups(String annotation) {
        return List.of(annotation.split(SEPARATOR, -1)).stream()
                .flatMap(name -> BackupName.parse(name).stream())
                .toList();
    }
}
