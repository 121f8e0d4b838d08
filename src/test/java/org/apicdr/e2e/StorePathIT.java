package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store where a subsystem keeps its own backups. */
@ExtendWith(KubeApiExtension.class)
@Tag("store")
class StorePathIT {

    @Test
    void the_service_ends_if_the_store_is_inside_the_path_of_database_backups(KubeApi api) {
        try (var parts = IntegrationEnvironment.start(api)) {
            var subsystem = SampleSubsystem.release1001(api.client(), api.namespace("reserved"));
            var path = parts.sshd().root().toString();
            subsystem.setSpec(spec -> spec.put("databaseBackup", Map.of("protocol", "sftp", "path", path)));

            try (var service = parts.service(List.of(subsystem.namespace()))) {
                assertThat(service.awaitExit()).isEqualTo(1);
                assertThat(service.log())
                        .contains(
                                "apic-dr.sftp.path: ",
                                "keeps its own backups. Set apic-dr.sftp.path to another folder");
            }
        }
    }
}
