package org.apicdr.e2e;

import static org.hamcrest.Matchers.oneOf;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SampleSubsystem;

/** What a service does, and what may go wrong with it, once each. */
record SecretLeakScenario(OpenSshServer sshd, SampleSubsystem subsystem, Supplier<RequestSpecification> asks) {

    private static final String BUNDLES = "/api/v1/bundles";

    /**
     * Lives through it.
     *
     * @param pasted what somebody puts into the body of a request by mistake
     */
    void pass(String pasted) {
        doTheUsual();
        misspeak(pasted);
        loseTheStore();
        lookAround();
    }

    private void doTheUsual() {
        answers(201, asks.get().post(BUNDLES));
        var id = asks.get()
                .get(BUNDLES + "/latest")
                .then()
                .statusCode(200)
                .extract()
                .<String>path("id");
        answers(200, asks.get().body("{\"onlyIfChanged\": true}").post(BUNDLES));
        answers(200, asks.get().post(BUNDLES + "/latest/verifications"));
        subsystem.rotateSecret(subsystem.secrets().encryption());
        subsystem.rotateSecret(subsystem.secrets().backup());
        answers(409, asks.get().post(BUNDLES + "/latest/verifications?failOn=fail"));
        answers(201, asks.get().post(BUNDLES));
        Stream.of("", "/latest", "/" + id, "/" + id + "/archive", "/latest/archive")
                .forEach(path -> answers(200, asks.get().get(BUNDLES + path)));
        answers(204, asks.get().delete(BUNDLES + "/" + id));
        answers(404, asks.get().get(BUNDLES + "/" + id + "/archive"));
        subsystem.deleteSecret(subsystem.secrets().credentials().get(0));
        answers(409, asks.get().post(BUNDLES));
        Stream.of("subsystems", "trust").forEach(path -> answers(200, asks.get().get("/api/v1/" + path)));
    }

    /** What belongs into a file is pasted into the request. */
    private void misspeak(String pasted) {
        Stream.of("%s", "{\"namespace\": %s}", "{\"reason\": [\"%s\"]}", "{\"%s\": true}", "{\"force\": \"%s\"}")
                .forEach(body ->
                        answers(400, asks.get().body(body.formatted(pasted)).post(BUNDLES)));
    }

    private void loseTheStore() {
        sshd.stop();
        answers(503, asks.get().post(BUNDLES));
        answers(503, asks.get().header("Cache-Control", "no-cache").get(BUNDLES));
        sshd.restart();
        answers(200, asks.get().header("Cache-Control", "no-cache").get(BUNDLES));
    }

    private void lookAround() {
        Stream.of("metrics", "openapi", "swagger-ui/", "health", "health/group/dependencies", "health/group/captures")
                .forEach(page -> asks.get().get("/q/" + page).then().statusCode(oneOf(200, 503)));
    }

    static void answers(int status, Response answer) {
        answer.then().statusCode(status);
    }
}
