package org.apicdr.testsupport;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the service's objects by their constructors as its container does, so that a test may have several services, each
 * with another configuration, in its own process.
 */
public final class TestContainer implements AutoCloseable {

    private final Map<String, String> properties;
    private final Map<Class<?>, Object> made = new LinkedHashMap<>();

    public TestContainer(Map<String, String> properties) {
        this.properties = properties;
    }

    /** Gives an object to all that ask for its type. */
    public <T> TestContainer with(Class<T> type, T object) {
        made.put(type, object);
        return this;
    }

    /** Makes an object of a class that is not public for all that ask for a port. */
    public <T> TestContainer with(Class<T> port, String className) {
        try {
            return with(port, port.cast(get(Class.forName(className))));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public <T> T get(Class<T> type) {
        var object = made.get(type);
        if (object == null) {
            object = make(type);
            made.put(type, object);
        }
        return type.cast(object);
    }

    @Override
    public void close() {
        List.copyOf(made.values())
                .forEach(object -> Stream.of(object.getClass().getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(PreDestroy.class))
                        .forEach(method -> call(method, object)));
    }

    private Object make(Class<?> type) {
        if (type.isAnnotationPresent(ConfigMapping.class)) {
            return config(type).getConfigMapping(type);
        }
        if (type.isInterface()) {
            throw new IllegalArgumentException("nothing was given for " + type);
        }
        // the order of constructors is not defined
        var constructors = type.getDeclaredConstructors();
        var constructor = Stream.of(constructors)
                .filter(each -> each.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElse(constructors[0]);
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(
                    Stream.of(constructor.getParameters()).map(this::argument).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.toString(), e);
        }
    }

    private Object argument(Parameter parameter) {
        var property = parameter.getAnnotation(ConfigProperty.class);
        if (property == null) {
            return get(parameter.getType());
        }
        var value = config().getOptionalValue(property.name(), String.class);
        return parameter.getType() == Optional.class ? value : value.orElseThrow();
    }

    private SmallRyeConfig config(Class<?>... mappings) {
        var builder = TestConfig.builder().withDefaultValue("smallrye.config.mapping.validate-unknown", "false");
        Stream.of(mappings).forEach(builder::withMapping);
        properties.forEach(builder::withDefaultValue);
        return builder.build();
    }

    private static void call(Method method, Object object) {
        try {
            method.setAccessible(true);
            method.invoke(object);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(method.toString(), e);
        }
    }
}
