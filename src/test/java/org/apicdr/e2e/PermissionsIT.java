package org.apicdr.e2e;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RealParts;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the service says when its service account may not do something; RBAC is on. */
@ExtendWith(KubeApiExtension.class)
class PermissionsIT {

    private static final String ACCOUNT = "apic-dr";

    private static final PolicyRule LIST_CLUSTERS =
            rule("list", "management.apiconnect.ibm.com", "managementclusters", "managementbackups");
    private static final PolicyRule LIST_PORTALS =
            rule("list", "portal.apiconnect.ibm.com", "portalclusters", "portalbackups");
    private static final PolicyRule LIST_DATABASES =
            rule("list", "postgresql.k8s.enterprisedb.io", "clusters", "backups");
    private static final PolicyRule GET_SECRETS = rule("get", "", "secrets");

    private final KubeApi api;
    private final RealParts parts;
    private final SampleSubsystem subsystem;

    @TempDir
    private Path folder;

    PermissionsIT(KubeApi api) {
        this.api = api;
        this.parts = RealParts.start(api);
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("rbac"));
    }

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void four_rules_suffice_to_capture() {
        allow(LIST_CLUSTERS, LIST_PORTALS, LIST_DATABASES, GET_SECRETS);

        try (var service = service()) {
            new Operator(service).captures(subsystem);
        }
    }

    @Test
    void every_secret_that_may_not_be_read_is_named_at_once() {
        allow(LIST_CLUSTERS, LIST_PORTALS, LIST_DATABASES);

        try (var service = service()) {
            new Operator(service)
                    .capture(subsystem, Map.of())
                    .then()
                    .statusCode(503)
                    .body("type", is("urn:apic-dr:problem:cluster-forbidden"))
                    .body("missing", hasItems("management-enc-key", "management-atm-cred", "portal-enc-key"))
                    .body(
                            "detail",
                            containsString(
                                    "the service account may not get secret management-atm-cred in %s: grant get on it"
                                            .formatted(subsystem.namespace())));
        }
    }

    @Test
    void a_portal_that_may_not_be_seen_is_not_taken_for_absent() {
        allow(LIST_CLUSTERS, LIST_DATABASES, GET_SECRETS);

        try (var service = service()) {
            new Operator(service)
                    .capture(subsystem, Map.of())
                    .then()
                    .statusCode(503)
                    .body("type", is("urn:apic-dr:problem:cluster-forbidden"))
                    .body("detail", allOf(containsString("portalclusters"), containsString("grant list on it")));
        }
    }

    @Test
    void backups_that_may_not_be_listed_are_a_warning() {
        allow(LIST_CLUSTERS, LIST_PORTALS, GET_SECRETS);

        try (var service = service()) {
            new Operator(service)
                    .capture(subsystem, Map.of())
                    .then()
                    .statusCode(201)
                    .body("manifest.warnings.join(' ')", containsString("clusters.postgresql.k8s.enterprisedb.io"));
        }
    }

    private RunningService service() {
        var token = api.serviceAccountToken(subsystem.namespace(), ACCOUNT);
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put(
                "kubeconfig",
                api.kubeconfig(folder, subsystem.namespace(), token).toString());
        return RunningService.start(folder, properties);
    }

    private void allow(PolicyRule... rules) {
        var namespace = subsystem.namespace();
        api.client()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(ACCOUNT)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .create();
        api.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(ACCOUNT)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", ACCOUNT)
                        .addNewSubject("", "ServiceAccount", ACCOUNT, namespace)
                        .build())
                .create();
    }

    private static PolicyRule rule(String verb, String group, String... resources) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources)
                .withVerbs(verb)
                .build();
    }
}
