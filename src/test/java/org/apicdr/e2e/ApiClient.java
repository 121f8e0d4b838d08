package org.apicdr.e2e;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.jspecify.annotations.Nullable;

/** What an operator does with the service by curl. */
record ApiClient(RunningService service, @Nullable String token) {

    private static final String BUNDLES = "/api/v1/bundles";

    /** One who needs no token. */
    ApiClient(RunningService service) {
        this(service, null);
    }

    RequestSpecification asks() {
        var request = given().baseUri(service.address().toString()).contentType("application/json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Captures and expects a new bundle; its id. */
    String captures(SampleSubsystem subsystem) {
        return capture(subsystem, Map.of()).then().statusCode(201).extract().path("id");
    }

    Response capture(SampleSubsystem subsystem, Map<String, Object> options) {
        var body = new HashMap<>(options);
        body.put("namespace", subsystem.namespace());
        body.put("cluster", subsystem.name());
        return asks().body(body).post(BUNDLES);
    }

    /** The report on a bundle; all levels where none is named. */
    Response verify(SampleSubsystem subsystem, String id, String... levels) {
        var request = asks().queryParam("namespace", subsystem.namespace()).queryParam("cluster", subsystem.name());
        if (levels.length > 0) {
            request.body(Map.of("levels", levels));
        }
        return request.post(BUNDLES + "/{id}/verifications", id);
    }

    /** Asks for the backups of the database and the portals. */
    Response takeBackups(SampleSubsystem subsystem, Map<String, Object> options) {
        var body = new HashMap<>(options);
        body.put("namespace", subsystem.namespace());
        body.put("cluster", subsystem.name());
        return asks().body(body).post("/api/v1/database-backups");
    }

    Response latest(SampleSubsystem subsystem) {
        return asks().queryParam("namespace", subsystem.namespace()).get(BUNDLES + "/latest");
    }

    Response get(String path) {
        return asks().get(path);
    }
}
