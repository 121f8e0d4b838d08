package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Stands in for an API server whose ManagementCluster changes each of the first times that it is looked at. */
final class ChangingReader extends FakeSubsystemReader {

    private final int changes;
    private int looks;

    ChangingReader(int changes) {
        this.changes = changes;
    }

    int looks() {
        return looks;
    }

    @Override
    public synchronized Optional<List<ObjectNode>> list(ResourceKind kind, String namespace) {
        var found = super.list(kind, namespace);
        if (kind == ResourceKind.MANAGEMENT_CLUSTER) {
            looks++;
            found.ifPresent(all ->
                    all.forEach(each -> Samples.set(each, "/metadata/resourceVersion", "" + Math.min(looks, changes))));
        }
        return found;
    }
}
