package org.apicdr.subsystem;

import org.jspecify.annotations.Nullable;

/**
 * A field of a resource that names another object.
 *
 * @param path the field, for example {@code spec.imagePullSecrets[0]}; the property for a name that the operator
 *     configured
 * @param kind the kind of the object
 * @param name the object's name
 * @param treatment how the field alone says that a capture treats the object
 * @param role the purpose of a secret; absent for objects that are never saved
 * @param statusKey the key of the resource's status that names the object; absent for names in other places
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

    /**
     * Returns whether the object itself decides if it is recreated: a TLS secret may be issued by cert-manager or
     * provided by the operator.
     */
    boolean judgedByObject() {
        return treatment == ReferenceTreatment.SAVED && role == SecretRole.CERTIFICATE;
    }

    /** Returns whether a capture reads the object. */
    boolean read() {
        return switch (treatment) {
            case REQUIRED, SAVED, UNKNOWN -> true;
            case RECREATED, PROVIDED -> false;
        };
    }
}
