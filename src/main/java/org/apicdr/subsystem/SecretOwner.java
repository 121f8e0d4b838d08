package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** Determines from the metadata of a secret what recreates it in a new cluster. */
final class SecretOwner {

    private static final Set<String> GROUPS =
            Set.of("cert-manager.io", "crunchydata.com", "postgresql.k8s.enterprisedb.io", "apiconnect.ibm.com");

    private SecretOwner() {}

    /** Describes what recreates the secret; empty if a person or an unknown tool created it. */
    static Optional<String> of(ObjectNode secret) {
        var certificate = secret.path("metadata")
                .path("annotations")
                .path("cert-manager.io/certificate-name")
                .asText();
        if (!certificate.isEmpty()) {
            return Optional.of("cert-manager issues it for Certificate " + certificate);
        }
        for (var owner : secret.at("/metadata/ownerReferences")) {
            var group = owner.path("apiVersion").asText().split("/", 2)[0];
            if (GROUPS.contains(group) || group.endsWith(".apiconnect.ibm.com")) {
                return Optional.of("the operator creates it for %s %s"
                        .formatted(
                                owner.path("kind").asText(), owner.path("name").asText()));
            }
        }
        return Optional.empty();
    }
}
