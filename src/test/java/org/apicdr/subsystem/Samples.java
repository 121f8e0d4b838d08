package org.apicdr.subsystem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Resources as an API server gives them, small ones. */
public final class Samples {

    /** Status key and secret of the seven credentials of the procedure. */
    public static final List<String> CREDENTIALS =
            List.of("atm", "consumerToolkit", "consumerUI", "designer", "juhu", "toolkit", "ui");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Samples() {}

    /** {@code apic/management} of release 10.0.5, healthy and complete. */
    public static SubsystemComponent management() {
        var resource = object("""
                {"apiVersion": "management.apiconnect.ibm.com/v1beta1", "kind": "ManagementCluster",
                 "metadata": {"namespace": "apic", "name": "management", "uid": "uid-1", "resourceVersion": "1"},
                 "spec": {"version": "10.0.5.7", "profile": "n1xc4.m16", "siteName": "82b290a2",
                          "apiManagerEndpoint": {"hosts": [{"name": "manager.example.com", "secretName": "apim-tls"}]},
                          "databaseBackup": {"protocol": "sftp", "host": "sftp.example.com", "port": 22,
                              "path": "/backups/mgmt", "schedule": "0 3 * * *", "credentials": "backup-login"}},
                 "status": {"phase": "Running", "state": "16/16", "versions": {"reconciled": "10.0.5.7-7267"},
                            "encryptionSecret": "enc-key"}}
                """);
        CREDENTIALS.forEach(
                key -> ((ObjectNode) resource.path("status")).put(key + "CredentialSecret", credential(key)));
        return new SubsystemComponent(ResourceKind.MANAGEMENT_CLUSTER, resource);
    }

    /** A healthy and complete PortalCluster. */
    public static SubsystemComponent portal(String namespace, String name) {
        var resource = object("""
                {"apiVersion": "portal.apiconnect.ibm.com/v1beta1", "kind": "PortalCluster",
                 "metadata": {"resourceVersion": "1"},
                 "spec": {"version": "10.0.5.7", "siteName": "0a1b2c3d",
                          "portalAdminEndpoint": {"hosts": [{"name": "padmin.example.com"}]},
                          "portalBackup": {"protocol": "sftp", "host": "sftp.example.com", "path": "/backups/ptl",
                              "credentials": "portal-login"}},
                 "status": {"phase": "Running", "state": "6/6", "encryptionSecret": "portal-enc-key"}}
                """);
        ((ObjectNode) resource.path("metadata"))
                .put("namespace", namespace)
                .put("name", name)
                .put("uid", "uid-" + namespace + "-" + name);
        return new SubsystemComponent(ResourceKind.PORTAL_CLUSTER, resource);
    }

    /** A healthy {@code apic/devportal} of release 12.1. */
    public static SubsystemComponent devPortal() {
        return new SubsystemComponent(ResourceKind.DEV_PORTAL_CLUSTER, object("""
                {"apiVersion": "devportal.apiconnect.ibm.com/v1beta1", "kind": "DevPortalCluster",
                 "metadata": {"namespace": "apic", "name": "devportal", "uid": "uid-d", "resourceVersion": "1"},
                 "spec": {"version": "12.1.0.1", "encryptionSecret": {"secretName": "devportal-key"}},
                 "status": {"phase": "Ready"}}
                """));
    }

    /** The secret of a credential. */
    public static String credential(String key) {
        return key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + "-cred";
    }

    /** Names of all secrets that {@link #management()} needs, in the order of the manifest. */
    public static String[] secretNames() {
        return Stream.of(
                        List.of("enc-key"),
                        CREDENTIALS.stream().map(Samples::credential).toList(),
                        List.of("backup-login"))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    public static ObjectNode secret(String namespace, String name) {
        var secret = object("""
                {"apiVersion": "v1", "kind": "Secret", "metadata": {}, "type": "Opaque", "data": {"value": "czNjcmV0"}}
                """);
        ((ObjectNode) secret.path("metadata")).put("namespace", namespace).put("name", name);
        return secret;
    }

    public static ObjectNode configMap(String namespace, String name) {
        var configMap = object("""
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {}, "data": {"url": "not base64: \u00fc"},
                 "binaryData": {"key": "AAEC"}}
                """);
        ((ObjectNode) configMap.path("metadata")).put("namespace", namespace).put("name", name);
        return configMap;
    }

    /** A resource with a value replaced, given by its path. */
    public static SubsystemComponent with(SubsystemComponent subsystemComponent, String pointer, Object value) {
        var copy = subsystemComponent.resource().deepCopy();
        set(copy, pointer, value);
        return new SubsystemComponent(subsystemComponent.kind(), copy);
    }

    /** Sets what a path such as {@code /spec/siteName} leads to, objects on the way made as needed. */
    public static void set(ObjectNode root, String pointer, Object value) {
        var last = pointer.lastIndexOf('/');
        var parent = last == 0 ? root : root.withObject(pointer.substring(0, last));
        JsonNode node = MAPPER.valueToTree(value);
        parent.set(pointer.substring(last + 1), node);
    }

    /** The same without what the path leads to. */
    public static SubsystemComponent without(SubsystemComponent subsystemComponent, String pointer) {
        var copy = subsystemComponent.resource().deepCopy();
        var last = pointer.lastIndexOf('/');
        ((ObjectNode) copy.at(pointer.substring(0, last))).remove(pointer.substring(last + 1));
        return new SubsystemComponent(subsystemComponent.kind(), copy);
    }

    public static ObjectNode object(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
