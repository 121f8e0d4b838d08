package org.apicdr.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters that select a subsystem. Each is optional if the subsystem is unambiguous without it.
 *
 * @param namespace namespace of the ManagementCluster
 * @param cluster name of the ManagementCluster
 */
public record SubsystemParameters(
        @Parameter(
                description = "Namespace of the ManagementCluster; optional if the subsystem is unambiguous without it",
                schema = @Schema(type = STRING, pattern = SubsystemRef.NAMESPACE_PATTERN, examples = "apic"))
        @RestQuery
        @Nullable
        String namespace,

        @Parameter(
                description = "Name of the ManagementCluster; optional if the subsystem is unambiguous without it",
                schema = @Schema(type = STRING, pattern = SubsystemRef.NAME_PATTERN, examples = "management"))
        @RestQuery
        @Nullable
        String cluster) {

    public SubsystemParameters {
        SubsystemRef.validator(namespace, cluster).validate();
    }

    /** Returns the query, restricted to the namespaces that the caller may access. */
    public SubsystemQuery query(NamespaceScope namespaceScope) {
        return new SubsystemQuery(namespace, cluster, namespaceScope);
    }
}
