package org.apicdr.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A property that is read again once one of its files has changed, or as long as it is not valid. */
final class WatchedSetting<T> {

    /** Kubernetes swaps a symlink above its files, so the real path tells too. */
    private record Stamp(Path realPath, FileTime modified, long size) {

        static Optional<Stamp> of(Path file) {
            try {
                var real = file.toRealPath();
                return Optional.of(new Stamp(real, Files.getLastModifiedTime(real), Files.size(real)));
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        }
    }

    private record Reading<T>(List<Optional<Stamp>> stamps, Setting<T> setting) {}

    private final List<Path> files;
    private final Supplier<Setting<T>> source;
    private @Nullable Reading<T> last;

    WatchedSetting(List<Path> files, Supplier<Setting<T>> source) {
        this.files = List.copyOf(files);
        this.source = source;
    }

    synchronized Setting<T> get() {
        // stamped before reading: a change in between is noticed the next time
        var stamps = files.stream().map(Stamp::of).toList();
        var reading = last;
        if (reading == null || !reading.setting().valid() || !reading.stamps().equals(stamps)) {
            reading = new Reading<>(stamps, source.get());
            last = reading;
        }
        return reading.setting();
    }
}
