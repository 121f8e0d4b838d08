package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleId;
import org.jspecify.annotations.Nullable;

/**
 * What tells the resources of one run from all others, and ties them to each other and to the bundle.
 *
 * @param reason why the run was asked for; null where nobody said
 * @param bundle the bundle that was captured in it; null before
 */
record BackupRunLabels(
        BackupRunId run, @Nullable String reason, @Nullable BundleId bundle) {

    /** The label by which a run is found. */
    static final String RUN = "apic-dr.io/backup-run";

    static final String BUNDLE = "apic-dr.io/bundle";

    static final String REASON = "apic-dr.io/reason";

    /** The annotation that names all backups of the run, so that one that is not there is missed. */
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

    /** The backups that an annotation names; what is no name in it is left out. */
    static List<BackupName> backups(String annotation) {
        return List.of(annotation.split(SEPARATOR, -1)).stream()
                .flatMap(name -> BackupName.parse(name).stream())
                .toList();
    }
}
