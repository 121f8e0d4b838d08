package org.apicdr.subsystem;

import org.jspecify.annotations.Nullable;

/**
 * A secret that recovery needs, and why.
 *
 * @param name the secret's name
 * @param role its purpose
 * @param statusKey the key of the resource's status that names it; absent if the status does not name it
 * @param credentialName its name in {@code spec.customApplicationCredentials}; absent if uncertain
 */
public record SecretRef(
        String name,
        SecretRole role,
        @Nullable String statusKey,
        @Nullable String credentialName) {

    static SecretRef of(SubsystemComponent subsystemComponent, Reference reference) {
        var role = reference.role() == null ? SecretRole.ADDITIONAL : reference.role();
        var key = reference.statusKey();
        var credentialName = role == SecretRole.CREDENTIAL && key != null
                ? CredentialNames.of(subsystemComponent.resource(), key, reference.name())
                : null;
        return new SecretRef(reference.name(), role, key, credentialName);
    }
}
