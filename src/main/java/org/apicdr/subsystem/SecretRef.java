package org.apicdr.subsystem;

import org.jspecify.annotations.Nullable;

/**
 * A secret that recovery needs, and why.
 *
 * @param name the secret's name
 * @param role what it is for
 * @param statusKey the key of the resource's status that names it; absent for secrets not named there
 * @param credentialName its name in {@code spec.customApplicationCredentials}; absent where that is not certain
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
