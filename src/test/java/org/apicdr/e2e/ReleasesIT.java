package org.apicdr.e2e;

import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.FakeBackups;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every release from capture to recovery point, on an API server that knows no kind that the release does not have. */
@ExtendWith(KubeApiExtension.class)
@Tag("store")
@Isolated
class ReleasesIT {

    private static final List<String> CRUNCHY = List.of("managementbackups.management.apiconnect.ibm.com");
    private static final List<String> EDB =
            List.of("clusters.postgresql.k8s.enterprisedb.io", "backups.postgresql.k8s.enterprisedb.io");
    private static final List<String> PORTAL =
            List.of("portalclusters.portal.apiconnect.ibm.com", "portalbackups.portal.apiconnect.ibm.com");

    private static final List<String> OF_12_1 = List.of(
            "devportalclusters.devportal.apiconnect.ibm.com", "wmapigatewayclusters.wmapigateway.apiconnect.ibm.com");
    private static final List<String> OF_OPENSHIFT = List.of("apiconnectclusters.apiconnect.ibm.com");

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final OpenSshServer backupServer = OpenSshServer.start();

    ReleasesIT(KubeApi api) {
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
    }

    @AfterEach
    void stop() {
        api.installCrds();
        backupServer.close();
        parts.close();
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void is_recoverable_with_what_it_has(Sample sample) {
        boolean portal = sample == Sample.RELEASE_10_0_5;
        var subsystem = sample.create(api.client(), api.namespace("release"));
        var backups = FakeBackups.at(subsystem, backupServer);
        api.removeCrds(usesEdb(sample) ? CRUNCHY : EDB);
        api.removeCrds(portal ? List.of() : PORTAL);
        api.removeCrds(sample == Sample.RELEASE_12_1 ? OF_OPENSHIFT : OF_12_1);
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put(
                "apic-dr.backup-sftp.known-hosts-file",
                backupServer.knownHosts().toString());
        properties.putAll(portal ? Map.of() : Map.of("apic-dr.portals", "none"));

        try (var service = RunningService.start(parts.folder(), properties)) {
            var apiClient = new ApiClient(service);
            var bundle = apiClient.captures(subsystem);
            backups.clear();
            var id = backups.database(Instant.now());
            if (portal) {
                backups.portal(Instant.now());
            }

            apiClient
                    .get("/api/v1/recoverability?failOn=warn&fresh=true")
                    .then()
                    .statusCode(200)
                    .body("verdict", is("pass"))
                    .body("recoveryPoint.databaseBackup.id", is(id));
            apiClient
                    .get("/api/v1/recovery-points")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(1))
                    .body("items[0].databaseBackup.kind", is(usesEdb(sample) ? "Backup" : "ManagementBackup"))
                    .body("items[0].bundles", is(List.of(bundle)))
                    .body("items[0].state", is("complete"));
        }
    }

    private static boolean usesEdb(Sample sample) {
        return switch (sample) {
            case RELEASE_10_0_1, RELEASE_10_0_5 -> false;
            case RELEASE_12_1, OWN_NAMES -> true;
        };
    }
}
