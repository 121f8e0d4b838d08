package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.IntegrationEnvironment;

/** restic with repositories on the same store, its cache warm. */
final class Restic {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The repository that backups are measured with. */
    private static final String GROWING = "growing";

    private final IntegrationEnvironment parts;
    private final Path saved;

    /**
     * It, if it is installed.
     *
     * @param saved the files that the procedure saves
     */
    Restic(IntegrationEnvironment parts, Path saved) {
        this.parts = parts;
        this.saved = saved;
    }

    static boolean installed() {
        try {
            return new ProcessBuilder("restic", "version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Makes all repositories. */
    void prepare() {
        near(GROWING, "init");
        fill(1);
        fill(10);
        fill(100);
        fillTenfold(100);
    }

    /** A repository with so many snapshots of the files, each time written anew, as the procedure does. */
    private void fill(int snapshots) {
        var repository = repository(snapshots);
        near(repository, "init");
        for (int i = 0; i < snapshots; i++) {
            touch();
            near(repository, "backup", saved.toString());
        }
    }

    /** Ten times the snapshots of a repository: a new tag makes a snapshot new, and the old one is put back beside it. */
    private void fillTenfold(int snapshots) {
        var from = repository(snapshots);
        var repository = repository(10 * snapshots);
        shell("cp -r \"$0\" \"$1\" && cp -r \"$0\" \"$1.tagged\"", path(from), path(repository));
        for (int i = 1; i < 10; i++) {
            near(repository + ".tagged", "tag", "--set", "copy-" + i);
            shell("cp -rn \"$0/snapshots/.\" \"$1/snapshots/\"", path(repository + ".tagged"), path(repository));
        }
    }

    void backup(Route route) {
        touch();
        far(route, GROWING, "backup", saved.toString());
    }

    void snapshots(Route route, int snapshots) {
        assertThat(far(route, repository(snapshots), "snapshots", "--compact")).contains(snapshots + " snapshots");
    }

    void check(Route route, int snapshots) {
        far(route, repository(snapshots), "check");
    }

    private static String repository(int snapshots) {
        return "with-" + snapshots;
    }

    private Path path(String repository) {
        return parts.sshd().root().resolve("restic").resolve(repository);
    }

    private void near(String repository, String... arguments) {
        restic(List.of("-r", path(repository).toString()), arguments);
    }

    private String far(Route route, String repository, String... arguments) {
        var ssh =
                "sftp.command=ssh -F none -o BatchMode=yes -o UserKnownHostsFile=%s -i %s -p %d -l %s 127.0.0.1 -s sftp"
                        .formatted(
                                route.knownHosts(),
                                parts.sshd().privateKey(),
                                route.storePort(),
                                parts.sshd().user());
        return restic(List.of("-o", ssh, "-r", "sftp:store:" + path(repository)), arguments);
    }

    private String restic(List<String> options, String... arguments) {
        var command = new ArrayList<>(List.of(
                "env",
                "RESTIC_PASSWORD=benchmark",
                "RESTIC_CACHE_DIR=" + parts.folder().resolve("restic-cache"),
                "restic"));
        command.addAll(options);
        command.addAll(List.of(arguments));
        var result = Command.run(LIMIT, parts.folder(), command.toArray(String[]::new));
        assertThat(result.exit()).as(result.stderr()).isZero();
        return result.stdout();
    }

    private void shell(String script, Path from, Path to) {
        var result = Command.run(parts.folder(), "sh", "-ec", script, from.toString(), to.toString());
        assertThat(result.exit()).as(result.stderr()).isZero();
    }

    private void touch() {
        try (var files = Files.list(saved)) {
            for (var file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
