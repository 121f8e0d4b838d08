package org.apicdr.core;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.ParameterizedType;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds settings with the prefix of this service that nothing reads, and values of the wrong type. SmallRye ignores unknown
 * environment variables, takes any unknown word for {@code false}, and ends the start at a wrong value before the other
 * settings are validated. Therefore a wrong value is replaced by the default until {@link Validator} has reported it.
 */
public final class StrictConfig implements SmallRyeConfigBuilderCustomizer {

    private static final String PREFIX = "apic-dr.";

    private static final String VARIABLE_PREFIX = "APIC_DR_";

    /** An environment variable of a list element ends with its index. */
    private static final Pattern INDEX = Pattern.compile("(_\\d+_|\\[\\d+])$");

    /** The variables that Kubernetes sets in each pod for a Service; the first has the name of the Service. */
    private static final String SERVICE_HOST = "_SERVICE_HOST";

    private static final String SERVICE_VARIABLES =
            "(_SERVICE_HOST|_SERVICE_PORT(_[A-Z0-9_]+)?|_PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)";

    /** The words that SmallRye converts to a boolean, of which it takes all others for {@code false}. */
    private static final Set<String> BOOLEANS = Set.of("true", "false", "yes", "no", "y", "n", "on", "off", "1", "0");

    private static final int LONGEST_QUOTED = 24;

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.withMappingIgnore(PREFIX + "**");
        builder.withSources((ConfigSourceFactory) context ->
                List.of(new Corrections(context, builder.getMappingsBuilder().getMappings())));
    }

    /** Returns a sentence for each environment variable with the prefix of this service that nothing reads. */
    static List<String> describeUnknownVariables(Collection<String> variables, Set<String> properties) {
        var known = properties.stream().map(StrictConfig::variable).collect(Collectors.toSet());
        var services = variables.stream()
                .filter(name -> name.endsWith(SERVICE_HOST))
                .map(name -> Pattern.quote(name.substring(0, name.length() - SERVICE_HOST.length())))
                .collect(Collectors.joining("|", "(", ")"));
        var ofServices = Pattern.compile(services + SERVICE_VARIABLES);
        return variables.stream()
                .filter(name -> name.toUpperCase(Locale.ROOT).startsWith(VARIABLE_PREFIX))
                .filter(name -> !known.contains(
                        INDEX.matcher(name.toUpperCase(Locale.ROOT)).replaceFirst("")))
                .filter(name -> !ofServices.matcher(name).matches())
                .map(name -> describeUnknown("environment variable", name, known))
                .toList();
    }

    /** Returns a sentence for each property with the prefix of this service that nothing reads. */
    static List<String> describeUnknownProperties(Collection<String> names, Set<String> properties) {
        return names.stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> !properties.contains(INDEX.matcher(name).replaceFirst("")))
                .map(name -> describeUnknown("property", name, properties))
                .toList();
    }

    private static boolean isDuration(String value) {
        try {
            DurationConverter.parseDuration(value);
            return true;
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    private static String describeUnknown(String kind, String name, Set<String> known) {
        return "%s: This %s is unknown.%s".formatted(name, kind, Sentences.didYouMean(name, known));
    }

    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** Returns the types of the properties of a mapping, for an optional property that of its value. */
    private static Map<String, Setting> settings(Class<?> mapping, String prefix) {
        var settings = new HashMap<String, Setting>();
        for (var method : mapping.getMethods()) {
            var name =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            var type = method.getReturnType();
            if (type.isInterface() && type.getEnclosingClass() == mapping) {
                settings.putAll(settings(type, name));
            } else if (type != Optional.class) {
                settings.put(name, new Setting(type, false));
            } else if (((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0]
                    instanceof Class<?> valueType) {
                settings.put(name, new Setting(valueType, true));
            }
        }
        return settings;
    }

    /** The type of a property, for an optional one that of its value. */
    record Setting(Class<?> type, boolean isOptional) {

        /** Returns why a value is not valid, without the name of its property; null if it is valid. */
        @Nullable
        String describeInvalid(@Nullable String text) {
            var value = text == null ? "" : text.strip();
            if (value.isEmpty()) {
                return isOptional ? null : "is empty. Give it a value, or remove it.";
            }
            var quoted = value.length() > LONGEST_QUOTED ? "the value" : "'%s'".formatted(value);
            if (type == boolean.class && !BOOLEANS.contains(value.toLowerCase(Locale.ROOT))) {
                return quoted + " is neither true nor false.";
            }
            if (type == int.class && !value.matches("-?\\d{1,9}")) {
                return quoted + " is not a whole number.";
            }
            return type == Duration.class && !isDuration(value)
                    ? quoted + " is not a duration. Use for example 30s, 5m or 1h."
                    : null;
        }
    }

    /** Overrides each value of the wrong type by its default, and has a sentence for each wrong setting. */
    private static final class Corrections implements ConfigSource {

        private final Map<String, String> corrected = new HashMap<>();
        private final List<String> violations = new ArrayList<>();

        Corrections(ConfigSourceContext context, Collection<ConfigClass> mappings) {
            var own = mappings.stream()
                    .filter(mapping -> (mapping.getPrefix() + ".").startsWith(PREFIX))
                    .toList();
            if (own.isEmpty()) {
                return; // the configuration of another phase, in which nothing reads a setting of this service
            }
            var known = own.stream()
                    .flatMap(mapping -> mapping.getProperties().keySet().stream())
                    .map(name -> name.replace("[*]", ""))
                    .collect(Collectors.toSet());
            var names = new HashSet<String>();
            context.iterateNames().forEachRemaining(names::add);
            violations.addAll(describeUnknownProperties(names, known));
            var variables = context.getConfigSources().stream()
                    .filter(EnvConfigSource.class::isInstance)
                    .flatMap(source -> source.getPropertyNames().stream())
                    .collect(Collectors.toSet());
            violations.addAll(describeUnknownVariables(variables, known));
            own.forEach(mapping -> settings(mapping.getType(), mapping.getPrefix())
                    .forEach((name, setting) -> {
                        var value = context.getValue(name);
                        var violation = value == null ? null : setting.describeInvalid(value.getValue());
                        if (violation != null) {
                            violations.add("%s: %s".formatted(name, violation));
                            corrected.put(
                                    name,
                                    Objects.requireNonNullElse(
                                            mapping.getProperties().get(name), ""));
                        }
                    }));
        }

        @Override
        public int getOrdinal() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Set<String> getPropertyNames() {
            return corrected.keySet();
        }

        @Override
        public @Nullable String getValue(String name) {
            return corrected.get(name);
        }

        @Override
        public String getName() {
            return "defaults instead of wrong values";
        }
    }

    /** Reports what was found when the configuration was read. */
    @ApplicationScoped
    static class Validator implements ConfigValidator {

        private final Config config;

        Validator(Config config) {
            this.config = config;
        }

        @Override
        public List<String> violations() {
            return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                    .filter(Corrections.class::isInstance)
                    .flatMap(source -> ((Corrections) source).violations.stream())
                    .toList();
        }
    }
}
