package org.apicdr.recovery;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.pause.PauseServiceFixture;
import org.apicdr.recovery.drill.DrillResultsFixture;
import org.apicdr.recovery.point.PairingConfig;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.InstallationFixture;
import org.apicdr.testsupport.TestConfig;
import org.apicdr.verification.CompletenessCheckFixture;
import org.apicdr.verification.DrillConfigFixture;

/** All checks, as they are where little is configured. */
final class CheckGroupFixture {

    private CheckGroupFixture() {}

    /** The report on what was seen, by properties that are named without {@code apic-dr.} */
    static RecoverabilityReport report(
            RecoverabilityInputs recoverabilityInputs, SealingKeys sealingKeys, Map<String, String> properties) {
        var config = config(properties, RecoverabilityConfig.class);
        var pairing = config(properties, PairingConfig.class);
        var portals = properties.containsKey("portals")
                ? Map.of("portals", properties.getOrDefault("portals", ""))
                : Map.<String, String>of();
        var installation = InstallationFixture.installation(new FakeSubsystemReader(), portals);
        var checks = Stream.<CheckGroup>of(
                        new SubsystemChecks(InstallationFixture.secretRules(Map.of())),
                        new BackupChecks(config),
                        new PortalChecks(installation, config, pairing),
                        new BundleChecks(CompletenessCheckFixture.completeness(), sealingKeys, config),
                        new DrillChecks(
                                DrillConfigFixture.config(Map.of()),
                                DrillResultsFixture.of(recoverabilityInputs.ref(), Optional.empty()),
                                Clock.systemUTC()),
                        new PauseChecks(PauseServiceFixture.none()),
                        new EnvironmentChecks(config))
                .flatMap(each -> each.check(recoverabilityInputs).stream())
                .sorted(Comparator.comparing(RecoverabilityCheck::id))
                .toList();
        return RecoverabilityReport.of(recoverabilityInputs, checks, RecoverabilityInputsFixture.NOW);
    }

    static List<String> complaints(Map<String, String> properties) {
        return new RecoverabilityConfigCheck(
                        config(properties, RecoverabilityConfig.class), config(properties, PairingConfig.class))
                .violations();
    }

    private static <T> T config(Map<String, String> properties, Class<T> type) {
        var builder =
                TestConfig.builder().withMapping(RecoverabilityConfig.class).withMapping(PairingConfig.class);
        properties.entrySet().stream()
                .filter(property -> property.getKey().startsWith("recoverability."))
                .forEach(property -> builder.withDefaultValue("apic-dr." + property.getKey(), property.getValue()));
        return builder.build().getConfigMapping(type);
    }
}
