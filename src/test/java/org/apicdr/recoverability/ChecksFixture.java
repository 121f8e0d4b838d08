package org.apicdr.recoverability;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apicdr.recoverypoint.PairingConfig;
import org.apicdr.seal.Seals;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.InstallationFixture;
import org.apicdr.verification.CompletenessFixture;

/** All checks, as they are where little is configured. */
final class ChecksFixture {

    private ChecksFixture() {}

    /** The report on what was seen, by properties that are named without {@code apic-dr.} */
    static RecoverabilityReport report(Survey survey, Seals seals, Map<String, String> properties) {
        var config = config(properties, RecoverabilityConfig.class);
        var limits = new Limits(config, config(properties, PairingConfig.class));
        var portals = properties.containsKey("portals")
                ? Map.of("portals", properties.getOrDefault("portals", ""))
                : Map.<String, String>of();
        var installation = InstallationFixture.installation(new FakeSubsystemReader(), portals);
        var checks = Stream.<Checks>of(
                        new SubsystemChecks(InstallationFixture.secretRules(Map.of())),
                        new DatabaseBackupChecks(limits),
                        new PortalChecks(installation, limits, new PairingCheck(limits)),
                        new BundleChecks(CompletenessFixture.completeness()),
                        new KeyChecks(seals),
                        new KeysApart(),
                        new SurroundingChecks(config))
                .flatMap(each -> each.of(survey).stream())
                .sorted(Comparator.comparing(Check::id))
                .toList();
        return RecoverabilityReport.of(survey, checks, SurveyFixture.NOW);
    }

    static List<String> complaints(Map<String, String> properties) {
        return new RecoverabilityConfigCheck(
                        config(properties, RecoverabilityConfig.class), config(properties, PairingConfig.class))
                .complaints();
    }

    private static <T> T config(Map<String, String> properties, Class<T> type) {
        var builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RecoverabilityConfig.class)
                .withMapping(PairingConfig.class);
        properties.entrySet().stream()
                .filter(property -> property.getKey().startsWith("recoverability."))
                .forEach(property -> builder.withDefaultValue("apic-dr." + property.getKey(), property.getValue()));
        return builder.build().getConfigMapping(type);
    }
}
