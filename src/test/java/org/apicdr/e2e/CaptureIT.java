package org.apicdr.e2e;

import static io.restassured.RestAssured.given;

import java.util.List;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RealParts;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KubeApiExtension.class)
class CaptureIT {

    @Test
    void captures(KubeApi api) throws Exception {
        try (var parts = RealParts.start(api)) {
            var subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("first"));
            try (var service = parts.service(List.of(subsystem.namespace()))) {
                var answer = given().baseUri(service.address().toString())
                        .contentType("application/json")
                        .post("/api/v1/bundles");
                System.out.println(answer.asString());
                System.out.println(answer.headers());
                for (var path : List.of(
                        "/api/v1/bundles",
                        "/api/v1/bundles/latest",
                        "/api/v1/subsystems",
                        "/api/v1/trust",
                        "/q/openapi",
                        "/api/v1/bundles/x",
                        "/api/v1/bundles?limit=0",
                        "/api/v1/bundles?limit=a",
                        "/api/v1/bundles?since=a",
                        "/nope")) {
                    System.out.println("== " + path + "\n"
                            + given().baseUri(service.address().toString())
                                    .get(path)
                                    .then()
                                    .log()
                                    .all()
                                    .extract()
                                    .asString()
                                    .length());
                }
                System.out.println(given().baseUri(service.address().toString())
                        .contentType("application/json")
                        .body("{\"levels\":[\"current\",\"complete\",\"openable\"]}")
                        .post("/api/v1/bundles/latest/verifications")
                        .asString());
                System.out.println(given().baseUri(service.address().toString())
                        .post("/api/v1/bundles/latest/verifications")
                        .asString());
                System.out.println(service.log());
                System.out.println(java.nio.file.Files.readString(parts.store()));
            }
        }
    }
}
