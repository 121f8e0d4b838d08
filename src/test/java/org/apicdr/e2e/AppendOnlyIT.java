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
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.RealParts;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an account that may only add files can do, to the service's use and to its harm. */
@ExtendWith(KubeApiExtension.class)
class AppendOnlyIT {

    private static final String SFTP_SERVER =
            OpenSshServer.APPEND_ONLY.replaceFirst("^internal-sftp", "/usr/lib/openssh/sftp-server");

    private final RealParts parts;
    private final SampleSubsystem subsystem;
    private final RunningService service;
    private final Operator operator;

    AppendOnlyIT(KubeApi api) throws IOException {
        Command.require("sftp");
        this.parts = RealParts.start(api, OpenSshServer.start(SFTP_SERVER, List.of("ed25519")));
        this.subsystem = SampleSubsystem.release1001(api.client(), api.namespace("append-only"));
        for (var folder : List.of(".incoming", ".verified")) {
            Files.createDirectories(parts.store(subsystem).resolve(folder));
        }
        this.service = parts.service(List.of(subsystem.namespace()));
        this.operator = new Operator(service);
    }

    @AfterEach
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void captures_lists_and_verifies_and_can_take_nothing_away() throws IOException {
        var id = operator.captures(subsystem);
        var other = operator.captures(subsystem);
        operator.verify(subsystem, id).then().statusCode(200).body("verdict", is("pass"));
        var file = file(id);
        var before = Files.readAllBytes(file);

        for (var command : List.of(
                "rm " + file,
                "chmod 666 " + file,
                "rename " + file(other) + " " + file,
                "rename -l " + file(other) + " " + file,
                "symlink /etc/hostname " + file,
                "rmdir " + file.resolveSibling(".verified"))) {
            assertThat(sftp(command).succeeded()).as(command).isFalse();
        }

        assertThat(file).hasBinaryContent(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r--r--");
        assertThat(parts.store(subsystem).resolve(".incoming")).isEmptyDirectory();
        list().body("items.size()", is(2));
    }

    @Test
    void can_hide_a_bundle_by_another_name_and_that_is_noticed() {
        var id = operator.captures(subsystem);

        var renamed = sftp("rename -l " + file(id) + " " + file(id).resolveSibling("hidden"));

        assertThat(renamed.succeeded()).as(renamed.stderr()).isTrue();
        list().body("items", empty()).body("foreignFiles", is(1));
        operator.get("/api/v1/recoverability?namespace=" + subsystem.namespace())
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

    private Path file(String id) {
        return parts.store(subsystem).resolve(id + ".tar");
    }

    private ValidatableResponse list() {
        return operator.asks()
                .header("Cache-Control", "no-cache")
                .get("/api/v1/bundles")
                .then()
                .statusCode(200);
    }
}
