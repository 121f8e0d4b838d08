package org.apicdr.subsystem;

import java.util.Arrays;
import java.util.Optional;

/**
 * The custom resources that this service uses. Requests always include the group, because other products have the
 * plurals {@code backups} and {@code clusters}, too.
 */
public enum ResourceKind {
    MANAGEMENT_CLUSTER("management.apiconnect.ibm.com", "v1beta1", "managementclusters", "ManagementCluster"),
    MANAGEMENT_BACKUP("management.apiconnect.ibm.com", "v1beta1", "managementbackups", "ManagementBackup"),
    MANAGEMENT_RESTORE("management.apiconnect.ibm.com", "v1beta1", "managementrestores", "ManagementRestore"),
    PORTAL_CLUSTER("portal.apiconnect.ibm.com", "v1beta1", "portalclusters", "PortalCluster"),
    PORTAL_BACKUP("portal.apiconnect.ibm.com", "v1beta1", "portalbackups", "PortalBackup"),
    PORTAL_RESTORE("portal.apiconnect.ibm.com", "v1beta1", "portalrestores", "PortalRestore"),
    DEV_PORTAL_CLUSTER("devportal.apiconnect.ibm.com", "v1beta1", "devportalclusters", "DevPortalCluster"),
    WM_API_GATEWAY_CLUSTER("wmapigateway.apiconnect.ibm.com", "v1beta1", "wmapigatewayclusters", "WMAPIGatewayCluster"),
    API_CONNECT_CLUSTER("apiconnect.ibm.com", "v1beta1", "apiconnectclusters", "APIConnectCluster"),
    DATABASE_CLUSTER("postgresql.k8s.enterprisedb.io", "v1", "clusters", "Cluster"),
    DATABASE_BACKUP("postgresql.k8s.enterprisedb.io", "v1", "backups", "Backup");

    private final String group;
    private final String version;
    private final String plural;
    private final String kind;

    ResourceKind(String group, String version, String plural, String kind) {
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.kind = kind;
    }

    /** Returns the kind of a manifest entry; empty if this version does not know it. */
    public static Optional<ResourceKind> ofKind(String kind) {
        return Arrays.stream(values()).filter(value -> value.kind.equals(kind)).findFirst();
    }

    public String group() {
        return group;
    }

    public String version() {
        return version;
    }

    public String plural() {
        return plural;
    }

    public String kind() {
        return kind;
    }

    @Override
    public String toString() {
        return plural + "." + group;
    }
}
