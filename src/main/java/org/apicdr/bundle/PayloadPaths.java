package org.apicdr.bundle;

import org.apicdr.subsystem.ResourceKind;

/** Where things lie inside a payload. */
public final class PayloadPaths {

    public static final String ENDPOINTS = "endpoints.yaml";
    public static final String SETTINGS = "settings.yaml";

    private PayloadPaths() {}

    /** The folder of a ManagementCluster or PortalCluster, with a slash at its end. */
    public static String folder(String kind, String namespace, String name) {
        return kind.equals(ResourceKind.MANAGEMENT_CLUSTER.kind())
                ? "management/"
                : "portals/%s/%s/".formatted(namespace, name);
    }

    public static String folder(Manifest.Entry entry) {
        return folder(entry.kind(), entry.namespace(), entry.name());
    }

    /** The file of a secret. */
    public static String secret(String folder, String name) {
        return "%ssecrets/%s.yaml".formatted(folder, name);
    }
}
