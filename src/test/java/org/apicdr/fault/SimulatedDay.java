package org.apicdr.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.capture.schedule.LeaderElector;
import org.apicdr.capture.schedule.LeaderStatus;
import org.apicdr.capture.schedule.LeaseSettings;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.pause.PauseStore;
import org.apicdr.recovery.CheckId;
import org.apicdr.recovery.RecoverabilityCheck;
import org.apicdr.recovery.RecoverabilityService;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.testsupport.SettableClock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** The service on a clock that a test advances: what it does by itself, and what its operators see meanwhile. */
final class SimulatedDay implements AutoCloseable {

    private static final List<String> CHECKS =
            List.of("BackupChecks", "BundleChecks", "EnvironmentChecks", "PortalChecks", "SubsystemChecks");

    private final SettableClock clock;
    private final Service service;

    SimulatedDay(Map<String, String> properties, FakeSubsystemReader cluster, Instant start) {
        this.clock = new SettableClock(start);
        this.service = new Service(
                properties,
                cluster,
                clock,
                () -> Duration.between(start, clock.instant()).toNanos());
        service.container()
                .with(LeaderElector.class, new OneReplica())
                .with(PauseStore.class, new NoPauses())
                .with(ObjectMapper.class, new ObjectMapper())
                .with(
                        List.class,
                        CHECKS.stream().map(name -> made("recovery." + name)).toList());
        call("capture.schedule.CaptureScheduler", "begin", new StartupEvent());
    }

    Instant now() {
        return clock.instant();
    }

    Service service() {
        return service;
    }

    /** Lets time pass, then makes the captures that are due. */
    void pass(Duration duration) {
        clock.advance(duration);
        call("capture.schedule.CaptureScheduler", "tick");
    }

    /** Does what the service does at intervals. */
    void monitor() {
        call("monitoring.MonitoringJob", "check");
        call("monitoring.DriftMonitor", "compareWithBundles");
    }

    /** Returns a check of a report for which everything is read anew. */
    RecoverabilityCheck recoverability(CheckId id) {
        var query = new SubsystemQuery(Service.SUBSYSTEM.namespace(), Service.SUBSYSTEM.cluster());
        var deadline = service.container().get(DeadlineFactory.class).start();
        return service.container().get(RecoverabilityService.class).report(query, true, deadline).checks().stream()
                .filter(check -> check.id() == id)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the health of the scheduled captures. */
    HealthCheckResponse captures() {
        return ((HealthCheck) made("capture.schedule.CaptureHealthCheck")).call();
    }

    /** Returns the health of the store. */
    HealthCheckResponse store() {
        return ((HealthCheck) call("monitoring.DependencyHealthChecks", "store")).call();
    }

    double gauge(String name) {
        return service.container().get(MeterRegistry.class).get(name).gauge().value();
    }

    @Override
    public void close() {
        service.close();
    }

    private Object made(String className) {
        return service.container().get(type(className));
    }

    /** Calls a method that the scheduler or an event calls in the running service. */
    private Object call(String className, String methodName, Object... arguments) {
        var method = Stream.of(type(className).getDeclaredMethods())
                .filter(each -> each.getName().equals(methodName))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        try {
            return method.invoke(made(className), arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method.toString(), e);
        }
    }

    private static Class<?> type(String className) {
        try {
            return Class.forName("org.apicdr." + className);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final class NoPauses implements PauseStore {

        @Override
        public Map<String, String> read() {
            return Map.of();
        }

        @Override
        public void put(String key, String pause) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String key) {
            throw new UnsupportedOperationException();
        }
    }

    /** Without a lease nothing is elected. */
    private static final class OneReplica implements LeaderElector {

        @Override
        public void start(LeaseSettings leaseSettings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<LeaderStatus> status() {
            return Optional.empty();
        }

        @Override
        public void release() {}
    }
}
