package org.apicdr.e2e;

import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import org.apicdr.testsupport.KubeApi;

/** ServiceAccounts that call the service, and the ClusterRoles that are bound to them. */
record Callers(KubeApi api, String home) {

    private static final String ROLES = "src/main/kubernetes/cluster-roles.yaml";

    /** Applies the ClusterRoles, and makes the accounts in a namespace of their own. */
    static Callers in(KubeApi api) {
        api.kubectl("apply", "-f", ROLES);
        return new Callers(api, api.namespace("callers"));
    }

    /** The token of a caller for this service, who may nothing until a role is bound. */
    String token(String name) {
        api.serviceAccountToken(home, name);
        return api.serviceAccountToken(home, name, "apic-dr");
    }

    /** As the API server calls him. */
    String username(String name) {
        return "system:serviceaccount:%s:%s".formatted(home, name);
    }

    /** Binds {@code apic-dr-<role>} in a namespace. */
    void bind(String name, String role, String namespace) {
        api.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "apic-dr-" + role)
                        .addNewSubject("", "ServiceAccount", name, home)
                        .build())
                .create();
    }

    void unbind(String name, String namespace) {
        api.client().rbac().roleBindings().inNamespace(namespace).withName(name).delete();
    }
}
