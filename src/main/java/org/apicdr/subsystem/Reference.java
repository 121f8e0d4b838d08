package org.apicdr.subsystem;

import org.jspecify.annotations.Nullable;

/**
 * A field of a resource that names another object.
 *
 * @param path the field, for example {@code spec.imagePullSecrets[0]}; the property for a name that the operator configured
 * @param kind the kind of the object
 * @param name the object's name
 * @param treatment what a capture does with the object, as far as the field alone tells
 * @param role what a secret is for; absent for objects that are never saved
 * @param statusKey the key of the resource's status that names the object; absent for names that stand elsewhere
 */
record Reference(
        String path,
        String kind,
        String name,
        ReferenceTreatment treatment,
        @Nullable SecretRole role,
        @Nullable String statusKey) {

    static final String SECRET = "Secret";
    static final String CONFIG_MAP = "ConfigMap";

    /** Whether the object itself tells if something makes it again: a TLS secret may be issued or brought by the operator. */
    boolean judgedByObject() {
        return treatment == ReferenceTreatment.SAVED && role == SecretRole.CERTIFICATE;
    }

    /** Whether a capture reads the object. */
    boolean read() {
        return switch (treatment) {
            case REQUIRED, SAVED, UNKNOWN -> true;
            case RECREATED, PROVIDED -> false;
        };
    }
}
