package org.apicdr.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.apicdr.subsystem.Samples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SanitizedResourceTest {

    @Test
    void has_nothing_of_the_cluster_it_came_from() {
        var secret = Samples.object("""
                {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "immutable": true,
                 "data": {"010": "AAE=", "empty": ""},
                 "metadata": {"name": "atm-cred", "labels": {"a": "b"},
                   "annotations": {"kept": "x", "kubectl.kubernetes.io/last-applied-configuration": "{copy}"},
                   "namespace": "apic", "ownerReferences": [{"uid": "u"}], "selfLink": "/x", "uid": "u",
                   "resourceVersion": "1", "generation": 2, "creationTimestamp": "2026-11-22T03:00:00Z",
                   "deletionTimestamp": "2026-11-22T03:00:00Z", "deletionGracePeriodSeconds": 30,
                   "generateName": "atm-", "managedFields": [{}], "finalizers": ["x"]}}
                """);

        var clean = SanitizedResource.of(secret);

        assertThat(clean.unknown()).isEmpty();
        assertThat(clean.resource()).isEqualTo(Samples.object("""
                {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "immutable": true,
                 "data": {"010": "AAE=", "empty": ""},
                 "metadata": {"name": "atm-cred", "labels": {"a": "b"}, "annotations": {"kept": "x"}}}
                """));
    }

    @Test
    void removes_the_marks_of_other_tools_and_reports_them() {
        var secret = Samples.object("""
                {"kind": "Secret",
                 "metadata": {"name": "a",
                   "annotations": {"argocd.argoproj.io/tracking-id": "x", "meta.helm.sh/release-name": "x",
                     "cert-manager.io/certificate-name": "a", "reconcile.external-secrets.io/data-hash": "x",
                     "velero.io/x": "x", "sealedsecrets.bitnami.com/cluster-wide": "true", "kept": "x"},
                   "labels": {"app.kubernetes.io/instance": "x", "kustomize.toolkit.fluxcd.io/name": "x",
                     "app.kubernetes.io/managed-by": "Helm", "controller.cert-manager.io/fao": "true"}}}
                """);

        var clean = SanitizedResource.of(secret);

        assertThat(clean.resource())
                .isEqualTo(Samples.object(
                        "{\"kind\": \"Secret\", \"metadata\": {\"name\": \"a\", \"annotations\": {\"kept\": \"x\"}}}"));
        assertThat(clean.marks())
                .hasSize(10)
                .contains("argocd.argoproj.io/tracking-id", "app.kubernetes.io/managed-by");
    }

    @Test
    void keeps_what_other_labels_and_resources_say() {
        var cluster = Samples.object("""
                {"kind": "ManagementCluster",
                 "metadata": {"name": "a", "annotations": {"cert-manager.io/issuer": "ingress-issuer"},
                   "labels": {"app.kubernetes.io/managed-by": "ibm-apiconnect"}}}
                """);

        assertThat(SanitizedResource.of(cluster).resource()).isEqualTo(cluster);
    }

    @Test
    void has_no_annotations_where_the_copy_was_the_only_one() {
        var secret = Samples.object("""
                {"metadata": {"name": "a", "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}}}
                """);

        assertThat(SanitizedResource.of(secret).resource())
                .isEqualTo(Samples.object("{\"metadata\": {\"name\": \"a\"}}"));
    }

    @Test
    void keeps_and_reports_what_it_does_not_know() {
        var clean =
                SanitizedResource.of(Samples.object("{\"metadata\": {\"name\": \"a\", \"new\": 1, \"uid\": \"u\"}}"));

        assertThat(clean.unknown()).containsExactly("new");
        assertThat(clean.resource().at("/metadata/new").asInt()).isEqualTo(1);
    }

    @Test
    void does_not_touch_the_resource_it_is_made_of() {
        var management = Samples.management().resource();
        var before = management.deepCopy();

        SanitizedResource.of(management);

        assertThat(management).isEqualTo(before);
    }

    @Test
    void keeps_spec_and_status_even_where_they_use_the_same_words() {
        var resource = Samples.object("""
                {"spec": {"namespace": "x", "metadata": {"uid": "y"}}, "status": {"uid": "z", "finalizers": []}}
                """);

        assertThat(SanitizedResource.of(resource).resource()).isEqualTo(resource);
    }
}
