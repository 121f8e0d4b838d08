package org.apicdr.crypto;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apicdr.core.FileVersion;
import org.jspecify.annotations.Nullable;

/** A property that is read again once one of its files has changed, or as long as it is not valid. */
final class ReloadingValue<T> {

    private record Reading<T>(List<Optional<FileVersion>> stamps, Setting<T> setting) {}

    private final List<Path> files;
    private final Supplier<Setting<T>> source;
    private @Nullable Reading<T> last;

    ReloadingValue(List<Path> files, Supplier<Setting<T>> source) {
        this.files = List.copyOf(files);
        this.source = source;
    }

    synchronized Setting<T> get() {
        var stamps = FileVersion.of(files);
        var reading = last;
        if (reading == null || !reading.setting().valid() || !reading.stamps().equals(stamps)) {
            reading = new Reading<>(stamps, source.get());
            last = reading;
        }
        return reading.setting();
    }
}
