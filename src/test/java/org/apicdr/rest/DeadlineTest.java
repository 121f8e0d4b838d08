package org.apicdr.rest;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TightLimitsProfile.class)
class DeadlineTest extends RestTest {

    @Test
    void ends_a_request_that_waits_too_long() {
        var held = world().holdApi();
        try {
            capture("{}")
                    .spec(problem(503, "deadline-passed"))
                    .body("stored", is("no"))
                    .body("detail", containsString("apic-dr.request-timeout"));
        } finally {
            held.close();
        }
    }
}
