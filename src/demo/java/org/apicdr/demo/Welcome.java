package org.apicdr.demo;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes and proves a first bundle once the service is there, and says what can be done with it. */
@Singleton
class Welcome implements QuarkusApplication {

    private final DemoConfig demo;
    private final int port;
    private final int sftpPort;

    Welcome(
            DemoConfig demo,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = Settings.SFTP_PORT) int sftpPort) {
        this.demo = demo;
        this.port = port;
        this.sftpPort = sftpPort;
    }

    @Override
    public int run(String... args) throws IOException, InterruptedException {
        Demo.tell("Capturing and verifying a first bundle ...");
        var tour = new Tour(new DemoFolder(demo.folder().toRealPath()), demo.kubernetes(), port, sftpPort);
        var api = new ServiceApi(tour.api());
        var bundle = api.post("/bundles", "{\"reason\": \"the first bundle of the demo\"}");
        var id = bundle.path("id").asText();
        var report = api.post("/bundles/%s/verifications".formatted(id), "{}");
        var trust = api.get("/trust");
        tour.folder()
                .write(DemoFolder.ALLOWED_SIGNERS, trust.path("allowedSigners").asText() + "\n");
        tour.folder().write(DemoFolder.ENV, tour.env());
        System.out.print(tour.words(id, report.path("verdict").asText(), trust.path("commands")));
        Quarkus.waitForExit();
        return 0;
    }
}
