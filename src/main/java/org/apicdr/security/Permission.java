package org.apicdr.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The permissions of callers: RBAC verbs on virtual resources, which exist only as names in RBAC rules. */
public enum Permission {
    CAPTURE("create", "bundles", null, "apic-dr-operator"),
    LIST("list", "bundles", null, "apic-dr-viewer"),
    GET("get", "bundles", null, "apic-dr-viewer"),
    DELETE("delete", "bundles", null, "apic-dr-admin"),
    DOWNLOAD("get", "bundles", "archive", "apic-dr-admin"),
    GET_RECOVERY_PLAN("get", "bundles", "recovery-plan", "apic-dr-operator"),
    RESTORE("create", "bundles", "restorations", "apic-dr-admin"),
    GET_RESTORATION("get", "bundles", "restorations", "apic-dr-admin"),
    STOP_RESTORATION("delete", "bundles", "restorations", "apic-dr-admin"),
    VERIFY("create", "bundles", "verifications", "apic-dr-operator"),
    LIST_SUBSYSTEMS("list", "subsystems", null, "apic-dr-viewer"),
    GET_TRUST("get", "trust", null, "apic-dr-viewer"),
    PROVE_IDENTITIES("create", "trust", "challenges", "apic-dr-operator"),
    GET_RECOVERABILITY("get", "recoverability", null, "apic-dr-viewer"),
    GET_RECOVERY_POINTS("get", "recoverypoints", null, "apic-dr-viewer"),
    TAKE_BACKUPS("create", "databasebackups", null, "apic-dr-operator"),
    GET_BACKUPS("get", "databasebackups", null, "apic-dr-viewer"),
    GET_PAUSES("get", "pauses", null, "apic-dr-viewer"),
    PAUSE("update", "pauses", null, "apic-dr-operator"),
    RESUME("delete", "pauses", null, "apic-dr-operator");

    public static final String GROUP = "apic-dr.io";

    private final String verb;
    private final String resource;
    private final @Nullable String subresource;
    private final String role;

    Permission(String verb, String resource, @Nullable String subresource, String role) {
        this.verb = verb;
        this.resource = resource;
        this.subresource = subresource;
        this.role = role;
    }

    public String verb() {
        return verb;
    }

    public String resource() {
        return resource;
    }

    public Optional<String> subresource() {
        return Optional.ofNullable(subresource);
    }

    /** Returns the ClusterRole in {@code cluster-roles.yaml} with the fewest permissions that grants this one. */
    String role() {
        return role;
    }

    /** Returns the verb and resource as in an RBAC rule, for example {@code create bundles/verifications}. */
    @Override
    public String toString() {
        return "%s %s".formatted(verb, subresource == null ? resource : resource + "/" + subresource);
    }
}
