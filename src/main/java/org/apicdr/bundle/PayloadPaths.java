package org.apicdr.bundle;

import java.util.Locale;
import org.apicdr.subsystem.ResourceKind;

/** Where things lie inside a payload. */
public final class PayloadPaths {

    /** The folder of the ManagementCluster. */
    public static final String MANAGEMENT = "management/";

    public static final String ENDPOINTS = "endpoints.yaml";
    public static final String SETTINGS = "settings.yaml";

    /** The member that lists the backups in their file. */
    public static final String BACKUPS = "backups";

    private PayloadPaths() {}

    /** The folder of a resource, with a slash at its end. */
    public static String folder(String kind, String namespace, String name) {
        if (isManagement(kind)) {
            return MANAGEMENT;
        }
        var folder = kind.equals(ResourceKind.PORTAL_CLUSTER.kind()) ? "portals" : kind.toLowerCase(Locale.ROOT) + "s";
        return "%s/%s/%s/".formatted(folder, namespace, name);
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

    /** The file of a config map. */
    public static String configMap(String folder, String name) {
        return "%sconfigmaps/%s.yaml".formatted(folder, name);
    }

    /** The file of the resource as it was captured. */
    public static String resource(String folder, String kind) {
        return "%s%s.yaml".formatted(folder, kind.toLowerCase(Locale.ROOT));
    }

    /** The file of the resource to create in a new installation. */
    public static String recoveryResource(String folder, String kind) {
        return "%srecovery-%s.yaml".formatted(folder, kind.toLowerCase(Locale.ROOT));
    }

    /** The file of a secret. */
    public static String secret(String folder, String name) {
        return "%ssecrets/%s.yaml".formatted(folder, name);
    }

    private static boolean isManagement(String kind) {
        return kind.equals(ResourceKind.MANAGEMENT_CLUSTER.kind());
    }
}
