package org.apicdr.rest.filter;

import io.quarkus.arc.Unremovable;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.OutputStream;
import java.util.Set;
import org.apicdr.security.AccessSettings;

/**
 * Reports the health without the details of its checks, unless the caller may read these: they name subsystems and servers,
 * and what is wrong with them. Names and statuses of the checks are always reported.
 */
@Alternative
@Priority(1)
@ApplicationScoped
@Unremovable
class HealthDetails extends SmallRyeHealthReporter {

    /** Pages that ask for nothing. A kubelet that gets no response would restart the service when it is under load. */
    static final Set<String> PROBES = Set.of("/q/health/live", "/q/health/ready", "/q/health/started");

    private static final String SHOWN = HealthDetails.class.getName();

    private static final String CHECKS = "checks";

    private final AccessSettings settings;

    HealthDetails(AccessSettings settings) {
        this.settings = settings;
    }

    /** Returns whether a page has checks with details. Those of the kubelet's probes have none. */
    static boolean areAt(String path) {
        return path.equals("/q/health") || (path.startsWith("/q/health/") && !PROBES.contains(path));
    }

    /** Has the current request report the details. */
    static void show() {
        Context request = Vertx.currentContext();
        if (request != null) {
            request.putLocal(SHOWN, true);
        }
    }

    @Override
    public void reportHealth(OutputStream out, SmallRyeHealth health) {
        super.reportHealth(out, areShown() ? health : new SmallRyeHealth(withoutDetails(health.getPayload())));
    }

    private boolean areShown() {
        Context request = Vertx.currentContext();
        return !settings.asksForTokens() || (request != null && Boolean.TRUE.equals(request.<Boolean>getLocal(SHOWN)));
    }

    private static JsonObject withoutDetails(JsonObject health) {
        var checks = Json.createArrayBuilder();
        for (JsonValue check : health.getJsonArray(CHECKS)) {
            checks.add(Json.createObjectBuilder(check.asJsonObject()).remove("data"));
        }
        return Json.createObjectBuilder(health).add(CHECKS, checks).build();
    }
}
