package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The secrets that are never captured, even if a resource or the configuration names them. A user who may write API
 * Connect resources chooses the names of the secrets that a capture reads. The keys of this service and the tokens of
 * service accounts would give access to more than the subsystem.
 */
@ApplicationScoped
class ExcludedSecrets {

    static final String OWN = "belongs to apic-dr itself and is never captured";

    private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";

    private final List<String> names;
    private final ServiceKeys serviceKeys;

    ExcludedSecrets(SecretSelectionConfig config, ServiceKeys serviceKeys) {
        this.names = config.ownSecrets().map(List::copyOf).orElse(List.of());
        this.serviceKeys = serviceKeys;
    }

    /** Returns whether a name is that of a secret of this service. */
    boolean isNamed(String secret) {
        return names.contains(secret);
    }

    /** Returns why the content of a secret must not be captured; empty if it may be captured. */
    Optional<String> reason(ObjectNode secret) {
        if (secret.path("type").asText().equals(TOKEN_TYPE)) {
            return Optional.of("is the token of a service account and is never captured");
        }
        for (var value : secret.path("data")) {
            if (serviceKeys.contain(Base64.getDecoder().decode(value.asText()))) {
                return Optional.of(OWN);
            }
        }
        return Optional.empty();
    }
}
