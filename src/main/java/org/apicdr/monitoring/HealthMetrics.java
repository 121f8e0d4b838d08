package org.apicdr.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apicdr.capture.CaptureMetrics;
import org.apicdr.monitoring.StoreInventory.SubsystemInventory;
import org.apicdr.subsystem.SubsystemRef;

/** Publishes the results of the last checks as metrics, from the first check on. A scrape triggers no check. */
@Singleton
class HealthMetrics {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final CaptureMetrics captures;
    private final Clock clock;
    private final MultiGauge ages;
    private final MultiGauge successes;
    private final MultiGauge bundles;
    private final MultiGauge foreign;

    HealthMetrics(MeterRegistry registry, DependencyMonitor dependencyMonitor, CaptureMetrics captures, Clock clock) {
        this.captures = captures;
        this.clock = clock;
        reachable("apic.dr.store.reachable", "Whether the SFTP server can be used: 1 or 0", dependencyMonitor.store())
                .register(registry);
        reachable(
                        "apic.dr.cluster.reachable",
                        "Whether the API server can be used: 1 or 0",
                        dependencyMonitor.cluster())
                .register(registry);
        ages = seconds("apic.dr.newest.bundle.age", "Age of the newest authentic bundle")
                .register(registry);
        successes = seconds(
                        "apic.dr.last.capture.success.timestamp",
                        "Time of the last successful capture or of the newest authentic bundle: the later of the two")
                .register(registry);
        bundles = MultiGauge.builder("apic.dr.bundles")
                .description("Bundles in the folder of the subsystem")
                .register(registry);
        foreign = MultiGauge.builder("apic.dr.foreign.files")
                .description("Files in the folder of the subsystem that are not bundles")
                .register(registry);
    }

    /** Publishes the metrics of these subsystems and removes all others. */
    void publish(List<SubsystemInventory> inventories) {
        bundles.register(
                rows(inventories, inventory -> inventory.folder().bundles().size()), true);
        foreign.register(rows(inventories, inventory -> inventory.folder().foreign()), true);
        ages.register(
                rows(
                        inventories.stream()
                                .filter(inventory -> inventory.newestAt().isPresent())
                                .toList(),
                        this::age),
                true);
        successes.register(
                rows(
                        inventories.stream()
                                .filter(inventory -> lastSuccess(inventory).isPresent())
                                .toList(),
                        inventory -> lastSuccess(inventory)
                                .map(HealthMetrics::seconds)
                                .orElse(Double.NaN)),
                true);
    }

    private static Gauge.Builder<?> reachable(String name, String description, MonitoredDependency dependency) {
        return Gauge.builder(name, dependency, HealthMetrics::reachable)
                .description(description)
                .strongReference(true);
    }

    private static double reachable(MonitoredDependency dependency) {
        return dependency.last().map(status -> status.up() ? 1.0 : 0.0).orElse(Double.NaN);
    }

    private static MultiGauge.Builder seconds(String name, String description) {
        return MultiGauge.builder(name).description(description).baseUnit("seconds");
    }

    private static List<Row<?>> rows(List<SubsystemInventory> inventories, ToDoubleFunction<SubsystemInventory> value) {
        return inventories.stream()
                .<Row<?>>map(inventory -> Row.of(tags(inventory.subsystem()), inventory, value))
                .toList();
    }

    private static Tags tags(SubsystemRef subsystem) {
        return Tags.of("namespace", subsystem.namespace(), "cluster", subsystem.cluster());
    }

    private double age(SubsystemInventory inventory) {
        return inventory
                .newestAt()
                .map(at -> Duration.between(at, clock.instant()).toMillis() / MILLIS_PER_SECOND)
                .orElse(Double.NaN);
    }

    private Optional<Instant> lastSuccess(SubsystemInventory inventory) {
        return Stream.of(captures.lastSuccess(inventory.subsystem()), inventory.newestAt())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / MILLIS_PER_SECOND;
    }
}
