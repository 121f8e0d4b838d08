package org.apicdr.bundle;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apicdr.subsystem.ResourceKind;

/** Paths inside a payload. */
public final class PayloadPaths {

    /** The folder of the ManagementCluster. */
    public static final String MANAGEMENT = "management/";

    public static final String ENDPOINTS = "endpoints.yaml";
    public static final String SETTINGS = "settings.yaml";

    /** The member of a backups file that lists the backups. */
    public static final String BACKUPS = "backups";

    /** A component may be named {@code secrets}; only the depth distinguishes its folder from a folder of secrets. */
    private static final String COMPONENT = "(management|[a-z]+/[^/]+/[^/]+)";

    private static final Pattern SECRET_PATH = Pattern.compile(COMPONENT + "/secrets/[^/]+");
    private static final Pattern CONFIG_MAP_PATH = Pattern.compile(COMPONENT + "/configmaps/[^/]+");
    private static final Pattern RECOVERY_PATH = Pattern.compile(COMPONENT + "/recovery-[a-z]+\\.yaml");
    private static final Pattern RESOURCE_PATH = Pattern.compile(".*(?<!-backups)\\.yaml");

    private PayloadPaths() {}

    /** Returns the folder of a resource, with a trailing slash. */
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

    /** Returns the path of the file that lists the database or portal backups. */
    public static String backups(Manifest.Entry entry) {
        return folder(entry) + backups(entry.kind());
    }

    /** Returns the name of the backups file of a ManagementCluster or PortalCluster. */
    public static String backups(String kind) {
        return isManagement(kind) ? "database-backups.yaml" : "portal-backups.yaml";
    }

    /** Returns the path of a config map. */
    public static String configMap(String folder, String name) {
        return "%sconfigmaps/%s.yaml".formatted(folder, name);
    }

    /** Returns the path of the captured resource. */
    public static String resource(String folder, String kind) {
        return "%s%s.yaml".formatted(folder, kind.toLowerCase(Locale.ROOT));
    }

    /** Returns the path of the resource to create in a new installation. */
    public static String recoveryResource(String folder, String kind) {
        return "%srecovery-%s.yaml".formatted(folder, kind.toLowerCase(Locale.ROOT));
    }

    /** Returns the path of a secret. */
    public static String secret(String folder, String name) {
        return "%ssecrets/%s.yaml".formatted(folder, name);
    }

    /** Returns whether a path is that of a secret. */
    public static boolean isSecret(String path) {
        return SECRET_PATH.matcher(path).matches();
    }

    /** Returns whether a path is that of a config map. */
    public static boolean isConfigMap(String path) {
        return CONFIG_MAP_PATH.matcher(path).matches();
    }

    /** Returns whether a path is that of a resource to create in a new installation. */
    public static boolean isRecoveryResource(String path) {
        return RECOVERY_PATH.matcher(path).matches();
    }

    /** Returns whether a path is that of a file in YAML other than a list of backups. */
    static boolean isResource(String path) {
        return RESOURCE_PATH.matcher(path).matches();
    }

    private static boolean isManagement(String kind) {
        return kind.equals(ResourceKind.MANAGEMENT_CLUSTER.kind());
    }
}
