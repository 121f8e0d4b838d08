package org.apicdr.subsystem;

import static org.apicdr.subsystem.ReferenceScanner.Reference.CONFIG_MAP;
import static org.apicdr.subsystem.ReferenceScanner.Reference.SECRET;
import static org.apicdr.subsystem.ReferencedObject.Treatment.PROVIDED;
import static org.apicdr.subsystem.ReferencedObject.Treatment.RECREATED;
import static org.apicdr.subsystem.ReferencedObject.Treatment.REQUIRED;
import static org.apicdr.subsystem.ReferencedObject.Treatment.SAVED;
import static org.apicdr.subsystem.ResourceKind.API_CONNECT_CLUSTER;
import static org.apicdr.subsystem.ResourceKind.DEV_PORTAL_CLUSTER;
import static org.apicdr.subsystem.ResourceKind.MANAGEMENT_CLUSTER;
import static org.apicdr.subsystem.ResourceKind.PORTAL_CLUSTER;
import static org.apicdr.subsystem.ResourceKind.WM_API_GATEWAY_CLUSTER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * The fields that name other objects in the resources of releases 10.0.1 to 12.1, according to the custom resource
 * definitions of the vendor. The first matching rule decides.
 */
final class ReferenceRules {

    static final String ISSUER = "Issuer";

    private static final Set<ResourceKind> ALL = EnumSet.of(
            MANAGEMENT_CLUSTER, PORTAL_CLUSTER, DEV_PORTAL_CLUSTER, WM_API_GATEWAY_CLUSTER, API_CONNECT_CLUSTER);

    /** Keys that look like references in any release. */
    private static final Pattern REFERENCE = Pattern.compile(
            "(?i).*(secrets?|secretname|credentials?|configmaps?|certs|secretref|secretkeyref|configmapref|configmapkeyref)");

    private static final Set<String> INNER_NAMES = Set.of("name", "secretName");

    private static final List<ReferenceRule> RULES = rules();

    private ReferenceRules() {}

    /** Returns the rule for a field. */
    static Optional<ReferenceRule> of(ResourceKind resource, List<String> path) {
        return RULES.stream().filter(rule -> rule.matches(resource, path)).findFirst();
    }

    /**
     * Returns whether a field without a rule looks like a reference: by its key, or as the name in an object with
     * such a key.
     */
    static boolean looksLikeReference(List<String> path) {
        var key = path.get(path.size() - 1);
        if (REFERENCE.matcher(key).matches()) {
            return true;
        }
        return INNER_NAMES.contains(key)
                && path.size() > 1
                && REFERENCE.matcher(path.get(path.size() - 2)).matches();
    }

    /** Returns the kind that the key of an unknown reference suggests. */
    static String likelyKind(List<String> path) {
        var key = path.get(path.size() - 1);
        var kindKey = INNER_NAMES.contains(key) && path.size() > 1 ? path.get(path.size() - 2) : key;
        return kindKey.toLowerCase(Locale.ROOT).contains("configmap") ? CONFIG_MAP : SECRET;
    }

    private static List<ReferenceRule> rules() {
        var rules = new ArrayList<ReferenceRule>();
        required(rules);
        saved(rules);
        certificates(rules);
        provided(rules);
        rules.add(rule(ALL, "status.databaseCredentialsSecret", SECRET, RECREATED, null));
        return List.copyOf(rules);
    }

    private static void required(List<ReferenceRule> rules) {
        var namedInStatus = EnumSet.of(MANAGEMENT_CLUSTER, PORTAL_CLUSTER);
        var namedInSpec = EnumSet.of(DEV_PORTAL_CLUSTER, WM_API_GATEWAY_CLUSTER);
        var owned = EnumSet.complementOf(EnumSet.of(API_CONNECT_CLUSTER));
        rules.add(rule(namedInStatus, "status.encryptionSecret", SECRET, REQUIRED, SecretRole.ENCRYPTION));
        rules.add(rule(namedInSpec, "spec.encryptionSecret.secretName", SECRET, REQUIRED, SecretRole.ENCRYPTION));
        rules.add(
                rule(Set.of(MANAGEMENT_CLUSTER), "status.*CredentialSecret", SECRET, REQUIRED, SecretRole.CREDENTIAL));
        for (var block : List.of("databaseBackup", "portalBackup", "backup")) {
            rules.add(rule(owned, "spec." + block + ".credentials", SECRET, REQUIRED, SecretRole.BACKUP_CREDENTIALS));
        }
    }

    private static void saved(List<ReferenceRule> rules) {
        for (var secret : List.of(
                "spec.**.encryptionSecret.secretName",
                "spec.**.databaseBackup.credentials",
                "spec.**.portalBackup.credentials",
                "spec.**.backup.credentials",
                "spec.**.backupCerts",
                "spec.**.backupCerts.name",
                "spec.**.backupCerts.secretName",
                "spec.**.imagePullSecrets",
                "spec.**.imagePullSecrets.name",
                "spec.**.externalDB.credentialSecret",
                "spec.**.customApplicationCredentials.secretName",
                "spec.**.secretKeyRef.name",
                "spec.**.secretRef.name",
                "spec.**.volumes.secret.secretName",
                "spec.**.sources.secret.name",
                "spec.**.remoteVectorDatabase.credentials",
                "spec.**.destinationCASecret",
                "spec.**.jaegerTLSSecret",
                "spec.**.adminUser.secretName",
                "status.aiDataServiceSecret",
                "status.codegenJavaKeystoreSecret")) {
            rules.add(rule(ALL, secret, SECRET, SAVED, SecretRole.ADDITIONAL));
        }
        for (var configMap : List.of(
                "spec.**.externalDB.configMap",
                "spec.**.configMapKeyRef.name",
                "spec.**.configMapRef.name",
                "spec.**.volumes.configMap.name",
                "spec.**.sources.configMap.name")) {
            rules.add(rule(ALL, configMap, CONFIG_MAP, SAVED, null));
        }
    }

    private static void certificates(List<ReferenceRule> rules) {
        for (var secret : List.of(
                "spec.**.hosts.secretName",
                "spec.**.portal.admin.secretName",
                "spec.**.analytics.client.secretName",
                "spec.**.analytics.ingestion.secretName",
                "spec.**.gateway.client.secretName",
                "spec.**.eventGateway.client.secretName",
                "spec.**.devPortal.admin.secretName",
                "spec.**.wmAPIGateway.mgmt.secretName",
                "spec.**.nanoGateway.mgmt.secretName",
                "spec.**.federatedAPIManagement.admin.secretName",
                "spec.**.*CASecret.secretName",
                "spec.**.analyticsDatastoreCASecret",
                "spec.**.analyticsDatastoreClientSecret",
                "spec.**.analyticsDatastoreClientSecret.secretName",
                "spec.**.customCertificates.secretName",
                "spec.**.multiSiteHA.**.secretName",
                "status.multiSiteHA.**.secretName",
                "status.service*Secret",
                "status.dbServerSecret",
                "status.dbReplicationSecret",
                "status.dbClientSecrets.secretName",
                "status.*TlsSecret",
                "status.pgBouncerServerSecret",
                "status.pgoClientSecret",
                "status.cloudPakServerSecret",
                "status.mgmt*CASecret",
                "status.endpoints.secretName")) {
            rules.add(rule(ALL, secret, SECRET, SAVED, SecretRole.CERTIFICATE));
        }
    }

    private static void provided(List<ReferenceRule> rules) {
        rules.add(rule(ALL, "spec.**.certManagerIssuer.name", ISSUER, PROVIDED, null));
        rules.add(rule(ALL, "spec.**.annotations.cert-manager!io/issuer", ISSUER, PROVIDED, null));
        rules.add(rule(ALL, "spec.**.annotations.cert-manager!io/cluster-issuer", "ClusterIssuer", PROVIDED, null));
        rules.add(rule(ALL, "spec.**.storageClassName", "StorageClass", PROVIDED, null));
        rules.add(rule(ALL, "spec.**.ingressClassName", "IngressClass", PROVIDED, null));
        rules.add(rule(ALL, "spec.**.annotations.kubernetes!io/ingress!class", "IngressClass", PROVIDED, null));
        rules.add(rule(ALL, "spec.**.imageRegistry", "ImageRegistry", PROVIDED, null));
    }

    /** Creates a rule. In a pattern, {@code !} represents a dot that is part of a key. */
    private static ReferenceRule rule(
            Set<ResourceKind> kinds, String pattern, String kind, Treatment treatment, @Nullable SecretRole role) {
        var segments = Arrays.stream(pattern.split("\\."))
                .map(segment -> segment.replace('!', '.'))
                .toList();
        return new ReferenceRule(kinds, segments, kind, treatment, role);
    }

    /**
     * A known field that names another object.
     *
     * @param kinds the kinds of resources that have the field
     * @param pattern the field's path by segments, without array indices; {@code **} stands for any number of segments,
     *     {@code *} for any part of one
     * @param kind the kind of the object
     * @param treatment how a capture treats the object
     * @param role the purpose of a secret
     */
    record ReferenceRule(
            Set<ResourceKind> kinds,
            List<String> pattern,
            String kind,
            Treatment treatment,
            @Nullable SecretRole role) {

        boolean matches(ResourceKind resource, List<String> path) {
            return kinds.contains(resource)
                    && matches(pattern.get(pattern.size() - 1), path.get(path.size() - 1))
                    && matches(pattern, path);
        }

        private static boolean matches(List<String> pattern, List<String> path) {
            if (pattern.isEmpty()) {
                return path.isEmpty();
            }
            var rest = pattern.subList(1, pattern.size());
            if (pattern.get(0).equals("**")) {
                for (int skipped = 0; skipped <= path.size(); skipped++) {
                    if (matches(rest, path.subList(skipped, path.size()))) {
                        return true;
                    }
                }
                return false;
            }
            return !path.isEmpty()
                    && matches(pattern.get(0), path.get(0))
                    && matches(rest, path.subList(1, path.size()));
        }

        private static boolean matches(String pattern, String segment) {
            int star = pattern.indexOf('*');
            if (star < 0) {
                return pattern.equals(segment);
            }
            return segment.length() >= pattern.length() - 1
                    && segment.startsWith(pattern.substring(0, star))
                    && segment.endsWith(pattern.substring(star + 1));
        }
    }
}
