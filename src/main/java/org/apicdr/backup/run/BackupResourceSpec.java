package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apicdr.subsystem.ResourceKind;

/**
 * A resource that requests a backup from an operator.
 *
 * @param resource the whole resource
 */
public record BackupResourceSpec(ResourceKind kind, ObjectNode resource) {

    public String namespace() {
        return resource.at("/metadata/namespace").asText();
    }

    public String name() {
        return resource.at("/metadata/name").asText();
    }

    /** For example {@code PortalBackup apic/portal-20261122t030000z-1f9a3c2b}. */
    @Override
    public String toString() {
        return "%s %s/%s".formatted(kind.kind(), namespace(), name());
    }
}
