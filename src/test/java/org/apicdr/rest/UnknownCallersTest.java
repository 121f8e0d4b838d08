package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apicdr.rest.UnknownCallersTest.SlowApiServer;
import org.apicdr.security.AccessReviewClient;
import org.apicdr.security.AuthenticatedUser;
import org.apicdr.security.Permission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** More invented tokens at a time than an API server that is slow can review. */
@QuarkusTest
@TestProfile(SlowApiServer.class)
class UnknownCallersTest extends RestTest {

    private static final String TRUST = "/api/v1/trust";

    private static final String KNOWN = "known";

    /** The number that the problem names. */
    private static final int PLACES = 16;

    @Test
    void leave_room_for_callers_whose_token_was_accepted_before() throws Exception {
        world().subsystem();
        as(KNOWN).get(TRUST).then().statusCode(200);
        var reviews = Arc.container().instance(HeldReviews.class).get();
        var client = HttpClient.newHttpClient();
        var invented = IntStream.range(0, PLACES)
                .mapToObj(number -> HttpRequest.newBuilder(uri(TRUST))
                        .header("Authorization", "Bearer invented-" + number)
                        .build())
                .map(request -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
                .toList();
        await().until(() -> reviews.held() == PLACES);

        for (var request : List.of(as("invented-17"), given())) {
            request.get(TRUST)
                    .then()
                    .spec(problem(429, "too-many-requests"))
                    .header("Retry-After", is("5"))
                    .body("detail", is("16 requests with unknown tokens are in progress. Try again in a few seconds."));
        }
        assertThat(reviews.held()).isEqualTo(PLACES);
        as(KNOWN).get(TRUST).then().statusCode(200);
        as(KNOWN)
                .contentType("application/json")
                .body("{}")
                .post(BUNDLES)
                .then()
                .statusCode(201);
        when().get("/q/health/live").then().statusCode(200);
        when().get("/q/metrics").then().statusCode(200);

        reviews.goOn();
        for (var answer : invented) {
            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(401);
        }
        await().untilAsserted(() -> as("invented-17").get(TRUST).then().spec(problem(401, "unauthorized")));
        as("invented-18").get(TRUST).then().statusCode(401);
    }

    @Test
    void see_the_status_page_but_no_data() {
        when().get("/").then().statusCode(200).header("Content-Type", "text/html; charset=utf-8");
        when().post("/").then().spec(problem(405, "method-not-allowed"));
        when().get("/api/v1/status").then().spec(problem(401, "unauthorized"));
        when().get("/page/nothing").then().spec(problem(401, "unauthorized"));
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    /** Asks for tokens, and has them reviewed slowly. */
    public static final class SlowApiServer implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("apic-dr.access.mode", "kubernetes");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(HeldReviews.class);
        }
    }

    /** Knows one token, whose owner may do everything, and says nothing of others for now. */
    @Alternative
    @ApplicationScoped
    public static class HeldReviews implements AccessReviewClient {

        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicInteger held = new AtomicInteger();

        int held() {
            return held.get();
        }

        void goOn() {
            gate.countDown();
        }

        @Override
        public Optional<AuthenticatedUser> tokenReview(String token, List<String> audiences) {
            if (token.equals(KNOWN)) {
                return Optional.of(new AuthenticatedUser(KNOWN, "1", List.of(), Map.of()));
            }
            held.incrementAndGet();
            try {
                if (!gate.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("held for too long");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            return Optional.empty();
        }

        @Override
        public boolean subjectAccessReview(
                AuthenticatedUser authenticatedUser, Permission permission, String namespace, @Nullable String name) {
            return true;
        }
    }
}
