package org.apicdr.bundle;

import org.apicdr.subsystem.ResourceKind;

/** Where things lie inside a payload. */
public final class PayloadPaths {

    public static final String ENDPOINTS = "endpoints.yaml";
    public static final String SETTINGS = "settings.yaml";

    /** The member that lists the backups in their file. */
    public static final String BACKUPS = "backups";

    private PayloadPaths() {}

    /** The folder of a ManagementCluster or PortalCluster, with a slash at its end. */
    public static String folder(String kind, String namespace, String name) {
        return isManagement(kind) ? "management/" : "portals/%s/%s/".formatted(namespace, name);
    }

    public static String folder(Manifest.Entry entry) {
        return folder(entry.kind(), entry.namespace(), entry.name());
    }

    /** The file of the database or portal backups that were known. */
    public static String backups(Manifest.Entry entry) {
        return folder(entry) + backups(entry.kind());
    }

    /** Its name in the folder of a ManagementCluster or PortalCluster. */
    public static String backups(String kind) {
        return isManagement(kind) ? "database-backups.yaml" : "portal-backups.yaml";
    }

    /** The file of a secret. */
    public static String secret(String folder, String name) {
        return "%ssecrets/%s.yaml".formatted(folder, name);
    }

    private static boolean isManagement(String kind) {
        return kind.equals(ResourceKind.MANAGEMENT_CLUSTER.kind());
    }
}
