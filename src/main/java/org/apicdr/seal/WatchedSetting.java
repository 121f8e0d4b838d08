package org.apicdr.seal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apicdr.configuration.FileStamp;
import org.jspecify.annotations.Nullable;

/** A property that is read again once one of its files has changed, or as long as it is not valid. */
final class WatchedSetting<T> {

    private record Reading<T>(List<Optional<FileStamp>> stamps, Setting<T> setting) {}

    private final List<Path> files;
    private final Supplier<Setting<T>> source;
    private @Nullable Reading<T> last;

    WatchedSetting(List<Path> files, Supplier<Setting<T>> source) {
        this.files = List.copyOf(files);
        this.source = source;
    }

    synchronized Setting<T> get() {
        var stamps = FileStamp.of(files);
        var reading = last;
        if (reading == null || !reading.setting().valid() || !reading.stamps().equals(stamps)) {
            reading = new Reading<>(stamps, source.get());
            last = reading;
        }
        return reading.setting();
    }
}
