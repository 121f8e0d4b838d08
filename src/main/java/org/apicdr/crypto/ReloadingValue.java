package org.apicdr.crypto;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.FileVersion;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** Caches the value of a property. Reads it again if one of its files has changed, or if it is not valid. */
final class ReloadingValue<T> {

    private final String property;
    private final List<Path> files;
    private final Function<List<Path>, T> parser;
    private List<Optional<FileVersion>> versions = List.of();
    private @Nullable T value;

    /**
     * Creates a value, which is first read when it is used.
     *
     * @param property the property, which begins the sentence about each violation
     * @param files the files that the property names
     * @param parser reads the files; throws {@link InvalidSettingException}
     */
    ReloadingValue(String property, Stream<Path> files, Function<List<Path>, T> parser) {
        this.property = property;
        this.files = files.toList();
        this.parser = parser;
    }

    /**
     * Returns the current value.
     *
     * @throws ServiceException {@code CONFIGURATION_INVALID} with all violations
     */
    T get() {
        try {
            return read();
        } catch (InvalidSettingException e) {
            throw new ServiceException(ErrorCode.CONFIGURATION_INVALID, String.join(" ", violations(e)));
        }
    }

    /** Returns the current violations, each with the property; empty if the value is valid. */
    List<String> violations() {
        try {
            read();
            return List.of();
        } catch (InvalidSettingException e) {
            return violations(e);
        }
    }

    private synchronized T read() {
        var now = FileVersion.of(files);
        var current = value;
        if (current == null || !versions.equals(now)) {
            value = null;
            current = parser.apply(files);
            value = current;
            versions = now;
        }
        return current;
    }

    private List<String> violations(InvalidSettingException e) {
        return e.violations().stream()
                .map(violation -> property + ": " + violation)
                .toList();
    }
}
