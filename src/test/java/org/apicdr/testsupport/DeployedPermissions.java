package org.apicdr.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the manifests let the service's account do, right by right, and the granting of it to an account of a test.
 *
 * @param rights each of them one verb on one resource
 */
public record DeployedPermissions(List<Right> rights) {

    public static final String BASE = "src/main/kubernetes/base";

    /** With what takes two replicas. */
    public static final String HA = "src/main/kubernetes/overlays/ha";

    /** With what it takes to take backups. */
    public static final String DATABASE_BACKUPS = "src/main/kubernetes/overlays/database-backups";

    /** The account in the manifests. */
    private static final String ACCOUNT = "apic-dr";

    private static final String RBAC = "rbac.authorization.k8s.io";

    private static final Map<String, DeployedPermissions> BUILT = new ConcurrentHashMap<>();

    /**
     * One verb on one resource.
     *
     * @param rule that allows nothing else
     * @param everywhere whether a ClusterRole grants it
     */
    public record Right(PolicyRule rule, boolean everywhere) {

        /** Such as {@code list portalclusters.portal.apiconnect.ibm.com}. */
        @Override
        public String toString() {
            var group = rule.getApiGroups().get(0);
            var name = rule.getResourceNames().stream().findFirst().map("/"::concat);
            return "%s %s%s%s"
                    .formatted(
                            rule.getVerbs().get(0),
                            rule.getResources().get(0),
                            group.isEmpty() ? "" : "." + group,
                            name.orElse(""));
        }
    }

    public DeployedPermissions {
        rights = List.copyOf(rights);
    }

    /** Those that a folder of manifests grants, as kubectl builds it. Each folder is built once. */
    public static DeployedPermissions of(KubeApi api, String kustomization) {
        return BUILT.computeIfAbsent(kustomization, key -> build(api, key));
    }

    private static DeployedPermissions build(KubeApi api, String kustomization) {
        var manifests = api.kustomize(kustomization).getBytes(UTF_8);
        var objects = api.client().load(new ByteArrayInputStream(manifests)).items();
        return new DeployedPermissions(
                objects.stream().flatMap(DeployedPermissions::rights).toList());
    }

    /** These, and those of the others that are not among them. */
    public DeployedPermissions and(DeployedPermissions others) {
        return new DeployedPermissions(Stream.concat(rights.stream(), others.rights.stream())
                .distinct()
                .toList());
    }

    public DeployedPermissions without(String right) {
        return new DeployedPermissions(rights.stream()
                .filter(candidate -> !candidate.toString().equals(right))
                .toList());
    }

    /**
     * Lets the account of the first namespace do this, and nothing that it was allowed before.
     *
     * @param namespaces where it may; in the first it lives
     */
    public void grant(KubeApi api, List<String> namespaces) {
        var home = namespaces.get(0);
        namespaces.forEach(namespace -> {
            put(api, role(namespace));
            put(api, binding(namespace, home));
        });
        put(api, clusterRole(home));
        put(api, clusterBinding(home));
    }

    /** A token of the account. */
    public static String token(KubeApi api, String namespace) {
        return api.serviceAccountToken(namespace, ACCOUNT);
    }

    private static Stream<Right> rights(HasMetadata object) {
        if (object instanceof Role role) {
            return role.getRules().stream().flatMap(rule -> rights(rule, false));
        }
        return object instanceof ClusterRole role
                ? role.getRules().stream().flatMap(rule -> rights(rule, true))
                : Stream.empty();
    }

    private static Stream<Right> rights(PolicyRule rule, boolean everywhere) {
        return rule.getApiGroups().stream()
                .flatMap(group -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream()
                                .map(verb -> new PolicyRuleBuilder()
                                        .withApiGroups(group)
                                        .withResources(resource)
                                        .withVerbs(verb)
                                        .withResourceNames(rule.getResourceNames())
                                        .build())
                                .map(single -> new Right(single, everywhere))));
    }

    private List<PolicyRule> rules(boolean everywhere) {
        return rights.stream()
                .filter(right -> right.everywhere() == everywhere)
                .map(Right::rule)
                .toList();
    }

    private Role role(String namespace) {
        return new RoleBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .withNamespace(namespace)
                .endMetadata()
                .withRules(rules(false))
                .build();
    }

    private static HasMetadata binding(String namespace, String home) {
        return new RoleBindingBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef(RBAC, "Role", ACCOUNT)
                .addNewSubject("", "ServiceAccount", ACCOUNT, home)
                .build();
    }

    /** The server is shared by all tests, so each has a name of its own for what belongs to no namespace. */
    private ClusterRole clusterRole(String home) {
        return new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(ACCOUNT + "-" + home)
                .endMetadata()
                .withRules(rules(true))
                .build();
    }

    private static HasMetadata clusterBinding(String home) {
        return new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(ACCOUNT + "-" + home)
                .endMetadata()
                .withNewRoleRef(RBAC, "ClusterRole", ACCOUNT + "-" + home)
                .addNewSubject("", "ServiceAccount", ACCOUNT, home)
                .build();
    }

    private static void put(KubeApi api, HasMetadata object) {
        api.client().resource(object).createOr(existing -> existing.update());
    }
}
