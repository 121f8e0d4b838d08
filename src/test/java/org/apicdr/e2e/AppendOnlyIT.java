package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an account that may only add files can do, to the service's use and to its harm. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class AppendOnlyIT {

    private static final String SFTP_SERVER =
            OpenSshServer.APPEND_ONLY.replaceFirst("^internal-sftp", "/usr/lib/openssh/sftp-server");

    private final IntegrationEnvironment parts;
    private final SampleSubsystem kept;
    private final SampleSubsystem hidden;
    private final RunningService service;
    private final ApiClient apiClient;

    AppendOnlyIT(KubeApi api) throws IOException {
        Command.require("sftp");
        this.parts = IntegrationEnvironment.start(api, OpenSshServer.start(SFTP_SERVER, List.of("ed25519")));
        this.kept = SampleSubsystem.release1001(api.client(), api.namespace("append-only"));
        this.hidden = SampleSubsystem.release1001(api.client(), api.namespace("append-only"));
        for (var subsystem : List.of(kept, hidden)) {
            Files.createDirectories(parts.store(subsystem).resolve(".incoming"));
            Files.createDirectories(parts.store(subsystem).resolve(".verified"));
        }
        this.service = parts.service(List.of(kept.namespace(), hidden.namespace()));
        this.apiClient = new ApiClient(service);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void captures_lists_and_verifies_and_can_take_nothing_away() throws IOException {
        var id = apiClient.captures(kept);
        var other = apiClient.captures(kept);
        apiClient.verify(kept, id).then().statusCode(200).body("verdict", is("pass"));
        var file = file(kept, id);
        var before = Files.readAllBytes(file);

        for (var command : List.of(
                "rm " + file,
                "chmod 666 " + file,
                "rename " + file(kept, other) + " " + file,
                "rename -l " + file(kept, other) + " " + file,
                "symlink /etc/hostname " + file,
                "rmdir " + file.resolveSibling(".verified"))) {
            assertThat(sftp(command).succeeded()).as(command).isFalse();
        }

        assertThat(file).hasBinaryContent(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r--r--");
        assertThat(parts.store(kept).resolve(".incoming")).isEmptyDirectory();
        list(kept).body("items.size()", is(2));
    }

    @Test
    void can_hide_a_bundle_by_another_name_and_that_is_noticed() {
        var file = file(hidden, apiClient.captures(hidden));

        var renamed = sftp("rename -l " + file + " " + file.resolveSibling("hidden"));

        assertThat(renamed.succeeded()).as(renamed.stderr()).isTrue();
        list(hidden).body("items", empty()).body("foreignFiles", is(1));
        apiClient
                .get("/api/v1/recoverability?namespace=" + hidden.namespace())
                .then()
                .body("checks.find { it.id == 'bundle-exists' }.outcome", is("fail"));
    }

    /** What somebody does who has stolen the service's login. */
    private Command.Result sftp(String command) {
        try {
            var batch = Files.writeString(parts.folder().resolve("batch"), command + "\n");
            var sshd = parts.sshd();
            return Command.run(
                    parts.folder(),
                    "sftp",
                    "-b",
                    batch.toString(),
                    "-P",
                    String.valueOf(sshd.port()),
                    "-i",
                    sshd.privateKey().toString(),
                    "-o",
                    "UserKnownHostsFile=" + sshd.knownHosts(),
                    sshd.user() + "@127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(SampleSubsystem subsystem, String id) {
        return parts.store(subsystem).resolve(id + ".tar");
    }

    private ValidatableResponse list(SampleSubsystem subsystem) {
        return apiClient
                .asks()
                .header("Cache-Control", "no-cache")
                .queryParam("namespace", subsystem.namespace())
                .get("/api/v1/bundles")
                .then()
                .statusCode(200);
    }
}
