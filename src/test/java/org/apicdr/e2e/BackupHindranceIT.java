package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apicdr.testsupport.DeployedPermissions;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stands in the way of backups is named, and leaves neither a resource nor a bundle. RBAC is on. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class BackupHindranceIT {

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final FakeOperators operators;
    private final RunningService service;

    BackupHindranceIT(KubeApi api) {
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("hindered"));
        this.operators = new FakeOperators(subsystem);
        var namespaces = List.of(subsystem.namespace());
        var properties = parts.properties(namespaces);
        DeployedPermissions.of(api, DeployedPermissions.DATABASE_BACKUPS).grant(api, namespaces);
        properties.put("apic-dr.database-backups.enabled", "true");
        this.service = RunningService.start(parts.folder(), properties);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    /** Each with what it takes to have it, and to be rid of it. */
    private enum Hindrance {
        SUBSYSTEM("subsystem-not-healthy", "is Running, 15/16"),
        PORTAL("subsystem-not-healthy", "PortalCluster"),
        DATABASE_BACKUP("backup-running", "ManagementBackup"),
        PORTAL_BACKUP("backup-running", "PortalBackup"),
        RESTORE("restore-running", "ManagementRestore"),
        RESTORE_TO_BE_FINISHED("restore-running", "RestoreSuccessful"),
        PORTAL_RESTORE("restore-running", "PortalRestore"),
        QUOTA("backup-rejected", "exceeded quota");

        private final String problem;
        private final String word;

        Hindrance(String problem, String word) {
            this.problem = problem;
            this.word = word;
        }
    }

    @TestFactory
    Stream<DynamicTest> each_is_named_and_leaves_nothing() {
        return Stream.of(Hindrance.values()).map(each -> dynamicTest(each.name(), () -> assertRefused(each)));
    }

    private void assertRefused(Hindrance hindrance) {
        put(hindrance);

        new ApiClient(service)
                .takeBackups(subsystem, Map.of())
                .then()
                .statusCode(409)
                .body("type", is("urn:apic-dr:problem:" + hindrance.problem))
                .body("detail", containsString(hindrance.word))
                .body("stored", is("no"));
        assertThat(operators.backups()).isEmpty();
        assertThat(parts.store(subsystem)).doesNotExist();

        remove(hindrance);
    }

    private void put(Hindrance hindrance) {
        switch (hindrance) {
            case SUBSYSTEM -> subsystem.setStatus(status -> status.put("state", "15/16"));
            case PORTAL -> operators.portalIs("2/3");
            case DATABASE_BACKUP -> operators.ask("ManagementBackup", "theirs", Map.of("clusterName", "management"));
            case PORTAL_BACKUP -> operators.ask("PortalBackup", "theirs", Map.of("portalCluster", "portal"));
            case RESTORE -> operators.ask("ManagementRestore", "theirs", Map.of("backupName", "a-record"));
            case RESTORE_TO_BE_FINISHED -> {
                put(Hindrance.RESTORE);
                operators.say("ManagementRestore", "theirs", "RestoreSuccessful");
            }
            case PORTAL_RESTORE -> operators.ask("PortalRestore", "theirs", Map.of("portalCluster", "portal"));
            case QUOTA -> putQuota();
        }
    }

    private void remove(Hindrance hindrance) {
        switch (hindrance) {
            case SUBSYSTEM -> subsystem.setStatus(status -> status.put("state", "16/16"));
            case PORTAL -> operators.portalIs("3/3");
            case DATABASE_BACKUP -> operators.delete("ManagementBackup", "theirs");
            case PORTAL_BACKUP -> operators.delete("PortalBackup", "theirs");
            case RESTORE, RESTORE_TO_BE_FINISHED -> operators.delete("ManagementRestore", "theirs");
            case PORTAL_RESTORE -> operators.delete("PortalRestore", "theirs");
            case QUOTA ->
                api.client().resourceQuotas().inNamespace(subsystem.namespace()).delete();
        }
    }

    /** No controller counts here, so the test says what it would have counted; the API server hears of it a moment later. */
    private void putQuota() {
        var none = Map.of("count/portalbackups.portal.apiconnect.ibm.com", new Quantity("0"));
        var quotas = api.client().resourceQuotas().inNamespace(subsystem.namespace());
        var quota = quotas.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("none")
                        .endMetadata()
                        .withNewSpec()
                        .withHard(none)
                        .endSpec()
                        .build())
                .create();
        quotas.resource(new ResourceQuotaBuilder(quota)
                        .withNewStatus()
                        .withHard(none)
                        .withUsed(none)
                        .endStatus()
                        .build())
                .updateStatus();
        await().atMost(Duration.ofSeconds(20)).until(() -> operators.isOverQuota("PortalBackup"));
    }
}
