package org.apicdr.e2e;

import static java.util.Map.entry;

import java.util.Map;
import org.apicdr.testsupport.DeployedPermissions.Right;

/** What becomes of the service where a right is missing. */
enum MissingPermissionEffect {
    REFUSED,
    WARNED,
    LEADERLESS,
    UNBACKED;

    /** The only right that has a name in it. */
    static final String LEASE = "apic-dr-captures";

    /** By right, all that are granted. */
    static final Map<String, MissingPermissionEffect> ALL = Map.ofEntries(
            entry("list managementclusters.management.apiconnect.ibm.com", REFUSED),
            entry("list managementbackups.management.apiconnect.ibm.com", WARNED),
            entry("list portalclusters.portal.apiconnect.ibm.com", REFUSED),
            entry("list portalbackups.portal.apiconnect.ibm.com", WARNED),
            entry("list clusters.postgresql.k8s.enterprisedb.io", WARNED),
            entry("list backups.postgresql.k8s.enterprisedb.io", WARNED),
            entry("list devportalclusters.devportal.apiconnect.ibm.com", WARNED),
            entry("list wmapigatewayclusters.wmapigateway.apiconnect.ibm.com", WARNED),
            entry("list apiconnectclusters.apiconnect.ibm.com", WARNED),
            entry("list analyticsclusters.analytics.apiconnect.ibm.com", WARNED),
            entry("list gatewayclusters.gateway.apiconnect.ibm.com", WARNED),
            entry("get secrets", REFUSED),
            entry("get configmaps", WARNED),
            entry("create tokenreviews.authentication.k8s.io", REFUSED),
            entry("create subjectaccessreviews.authorization.k8s.io", REFUSED),
            entry("get leases.coordination.k8s.io/" + LEASE, LEADERLESS),
            entry("update leases.coordination.k8s.io/" + LEASE, LEADERLESS),
            entry("create leases.coordination.k8s.io", LEADERLESS),
            entry("create managementbackups.management.apiconnect.ibm.com", UNBACKED),
            entry("list managementrestores.management.apiconnect.ibm.com", UNBACKED),
            entry("create portalbackups.portal.apiconnect.ibm.com", UNBACKED),
            entry("list portalrestores.portal.apiconnect.ibm.com", UNBACKED),
            entry("create backups.postgresql.k8s.enterprisedb.io", UNBACKED));

    static MissingPermissionEffect of(Right right) {
        return ALL.getOrDefault(right.toString(), REFUSED);
    }

    String sentence() {
        return switch (this) {
            case REFUSED -> "a capture is refused";
            case WARNED -> "a capture warns";
            case LEADERLESS -> "no replica captures by itself";
            case UNBACKED -> "no backups are taken";
        };
    }
}
