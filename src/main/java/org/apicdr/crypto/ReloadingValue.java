package org.apicdr.crypto;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apicdr.core.FileVersion;
import org.jspecify.annotations.Nullable;

/** Caches the value of a property. Reads it again if one of its files has changed, or if it is not valid. */
final class ReloadingValue<T> {

    private record CachedSetting<T>(List<Optional<FileVersion>> versions, PropertyValue<T> setting) {}

    private final List<Path> files;
    private final Supplier<PropertyValue<T>> source;
    private @Nullable CachedSetting<T> last;

    ReloadingValue(List<Path> files, Supplier<PropertyValue<T>> source) {
        this.files = List.copyOf(files);
        this.source = source;
    }

    synchronized PropertyValue<T> get() {
        var versions = FileVersion.of(files);
        var current = last;
        if (current == null || !current.setting().valid() || !current.versions().equals(versions)) {
            current = new CachedSetting<>(versions, source.get());
            last = current;
        }
        return current.setting();
    }
}
