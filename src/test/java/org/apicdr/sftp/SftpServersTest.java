package org.apicdr.sftp;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_FAILURE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_NO_SUCH_FILE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_OP_UNSUPPORTED;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_PERMISSION_DENIED;
import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.auth.keyboard.PromptEntry;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore.StoredFile;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.rest.CapturedLog;
import org.apicdr.testsupport.HookedSftp;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.ProFtpdServer;
import org.apicdr.testsupport.SftpExchange;
import org.apicdr.testsupport.SftpPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Servers of many kinds, and what each operation does with them: it works, works with a warning in the log, or is
 * refused with a sentence. The page docs/operations.md has the same table. An operation that claims a success which
 * the files on the server do not show fails this test.
 */
@Tag("store")
class SftpServersTest {

    private static final String WORKS = "works";

    private static final int SIZE = 100_000;

    private static final List<BundleId> OLDER =
            Stream.of("11", "12", "13").map(SftpServersTest::bundle).toList();

    /** Where the page has the table. */
    private static final Path PAGE = Path.of("docs/operations.md");

    private static final String NO_FSYNC = WORKS
            + ", note: `The SFTP server … does not write a file to its disk on request (fsync@openssh.com): a bundle"
            + " published just before the server loses power may be lost`";

    private static final String FSYNC_FAILED =
            "refused: `The SFTP server … took the file but could not make it durable:" + " '…' (fsync of …).`";

    private static final List<Profile> PROFILES = List.of(
            new Profile("OpenSSH", OpenSshServer::start).onlyIf(OpenSshServer::installed),
            new Profile("ProFTPD with mod_sftp", ProFtpdServer::start).onlyIf(ProFtpdServer::installed),
            new Profile("Apache MINA SSHD", MinaSftpServer::start),
            mina("no file types in permissions", new Hook() {
                @Override
                public int permissions(int permissions) {
                    return permissions & 07777;
                }
            }),
            mina("no permissions at all", new Hook() {
                @Override
                public int permissions(int permissions) {
                    return -1;
                }
            }),
            mina("no permissions, and names alone in long names", new Hook() {
                @Override
                public int permissions(int permissions) {
                    return -1;
                }

                @Override
                public String longName(String longName) {
                    return longName.substring(longName.lastIndexOf(' ') + 1);
                }
            }),
            mina("one open file for each connection, else permission denied", oneFile(SSH_FX_PERMISSION_DENIED)),
            mina("one open file for each connection, else failure", oneFile(SSH_FX_FAILURE)),
            mina("missing files answered with permission denied", missing(SSH_FX_PERMISSION_DENIED)),
            mina("missing files answered with failure", missing(SSH_FX_FAILURE)),
            new Profile(
                            "no extensions: neither fsync nor renames of OpenSSH",
                            () -> MinaSftpServer.start(new PlainSftp()))
                    .but(NO_FSYNC, Operation.CAPTURE),
            mina("fsync offered, but answered with failure", new Denying("fsync@openssh.com", SSH_FX_FAILURE))
                    .but(FSYNC_FAILED, Operation.CAPTURE),
            mina(
                            "fsync offered, but answered with permission denied",
                            new Denying("fsync@openssh.com", SSH_FX_PERMISSION_DENIED))
                    .but(FSYNC_FAILED, Operation.CAPTURE),
            mina("fsync offered, but not supported", new Denying("fsync@openssh.com", SSH_FX_OP_UNSUPPORTED))
                    .but(NO_FSYNC, Operation.CAPTURE),
            new Profile(
                    "rename that overwrites",
                    () -> MinaSftpServer.start(new SftpFileSystemAccessor() {
                        @Override
                        public void renameFile(
                                SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options)
                                throws IOException {
                            Files.move(from, to, REPLACE_EXISTING);
                        }
                    })),
            mina("no rename", new Denying("RENAME", SSH_FX_OP_UNSUPPORTED))
                    .but(
                            "refused: `The SFTP server … refused to rename … to …: the server does not support this"
                                    + " request.`",
                            Operation.CAPTURE),
            mina("no change of attributes", refusing(Set.of("SETSTAT", "FSETSTAT"))),
            new Profile("no file opened for reading and writing", () -> MinaSftpServer.start(new ReadOrWrite())),
            new Profile(
                    "listings of one name at a time",
                    () -> MinaSftpServer.start(
                            new SftpSubsystemFactory(),
                            settings -> SftpModuleProperties.MAX_READDIR_DATA_SIZE.set(settings, 16))),
            mina("a root that cannot be looked at", exchange -> {
                if (Set.of("/", "/.", "").contains(exchange.request().path())) {
                    exchange.refuse(SSH_FX_PERMISSION_DENIED);
                } else {
                    exchange.serve();
                }
            }),
            new Profile("store in the root of the account", MinaSftpServer::start)
                    .with(server -> with(server.properties(), "path", "/")),
            new Profile("keyboard-interactive with the prompt PASSCODE:", () -> prompting(false))
                    .with(SftpServersTest::withPassword),
            new Profile("keyboard-interactive with a prompt that shows its answer", () -> prompting(true))
                    .with(SftpServersTest::withPassword)
                    .but(
                            "refused: `The SFTP server … asked the user … for more than a password: its prompt 'PASSCODE:'"
                                    + " does not hide its answer, and got no answer. Have the server accept a private key,"
                                    + " or ask this account for the password alone.`",
                            Operation.values()),
            new Profile(
                            "private key and password both required",
                            () -> MinaSftpServer.start(
                                    new SftpSubsystemFactory(),
                                    settings -> CoreModuleProperties.AUTH_METHODS.set(settings, "publickey,password")))
                    .with(server -> with(
                            server.properties(),
                            "password-file",
                            ((MinaSftpServer) server).passwordFile().toString())));

    private static final List<String> MEASURED = new ArrayList<>();

    @AfterAll
    static void printTable() {
        System.out.println(MEASURED.stream().collect(joining("\n", "\n", "\n")));
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void each_operation_does_what_the_table_says(Profile profile) throws IOException {
        assumeTrue(profile.installed());
        var measured = measure(profile);
        MEASURED.add(profile.row(measured));

        assertThat(measured).as(profile.name()).isEqualTo(profile.cells());
    }

    @Test
    void the_page_has_the_table() throws IOException {
        var table = PROFILES.stream()
                .map(profile -> profile.row(profile.cells()) + "\n")
                .collect(joining("", "| server | result |\n|---|---|\n", "\n"));

        assertThat(Files.readString(PAGE)).contains(table);
    }

    private static Map<Operation, String> measure(Profile profile) throws IOException {
        var cells = new EnumMap<Operation, String>(Operation.class);
        try (var server = profile.server().get()) {
            var properties = profile.properties().apply(server);
            var store = store(properties);
            var top = requireNonNull(
                    "/".equals(properties.get("apic-dr.sftp.path"))
                            ? server.root().getParent()
                            : server.root());
            var folder = top.resolve("test-dc1/apic/management");
            for (var operation : Operation.values()) {
                cells.put(operation, cell(server, () -> operation.run(store, folder)));
            }
            store.close();
        }
        return cells;
    }

    private static String cell(SftpPeer server, Check check) throws IOException {
        try (var log = CapturedLog.start(server.address())) {
            check.run();
            var notes = log.warnings().stream().map(note -> shown(server, note)).toList();
            return notes.isEmpty() ? WORKS : WORKS + ", note: `%s`".formatted(String.join(" ", notes));
        } catch (AssertionError e) {
            return "is wrong: " + String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
        } catch (ServiceException | IOException e) {
            return "refused: `%s`".formatted(shown(server, String.valueOf(e.getMessage())));
        }
    }

    /** A sentence with … in place of what is different each time. */
    private static String shown(SftpPeer server, String sentence) {
        return sentence.replace(server.address(), "…")
                .replace("as the test wants it", "…")
                .replaceAll("(?<![A-Za-z.])/[^ ,;:')]*", "…")
                .replaceAll("the user [^ ,;:']+", "the user …")
                .replaceAll(" No further attempt before .*", "");
    }

    private static BundleId bundle(String day) {
        return BundleId.of(
                "management", "82b290a2", Instant.parse("2026-11-%sT03:00:00Z".formatted(day)), "1f9a3c2b", false);
    }

    private static Profile mina(String name, HookedSftp.Hook hook) {
        return new Profile(name, () -> MinaSftpServer.start(new HookedSftp(hook)));
    }

    private static MinaSftpServer prompting(boolean echo) {
        var prompts = new SftpPromptTest.Prompts(List.of(new PromptEntry("PASSCODE:", echo)));
        return MinaSftpServer.start(new SftpSubsystemFactory(), prompts::askAt);
    }

    private static Map<String, String> withPassword(SftpPeer server) {
        return with(
                with(server.properties(), "private-key-file", ""),
                "password-file",
                ((MinaSftpServer) server).passwordFile().toString());
    }

    private static HookedSftp.Hook oneFile(int status) {
        return exchange -> {
            if (exchange.request().is("OPEN") && exchange.openFiles() > 0) {
                exchange.refuse(status);
            } else {
                exchange.serve();
            }
        };
    }

    private static HookedSftp.Hook missing(int status) {
        return new Hook() {
            @Override
            public int status(int answered) {
                return answered == SSH_FX_NO_SUCH_FILE ? status : answered;
            }
        };
    }

    private static HookedSftp.Hook refusing(Set<String> verbs) {
        return exchange -> {
            if (verbs.contains(exchange.request().verb())) {
                exchange.refuse(SSH_FX_PERMISSION_DENIED);
            } else {
                exchange.serve();
            }
        };
    }

    /** What the service does with a store. Each operation looks at the files on the server, too. */
    private enum Operation {
        CAPTURE {
            @Override
            void run(SftpBundleStore store, Path folder) throws IOException {
                try {
                    store.publish(SUBSYSTEM, BUNDLE, content(SIZE), soon());
                } catch (ServiceException e) {
                    assertThat(e.details().stored()).isEqualTo(Stored.NO);
                    assertThat(folder.resolve(BUNDLE.fileName())).doesNotExist();
                    throw e;
                } finally {
                    Files.createDirectories(folder);
                    for (var id : OLDER) {
                        Files.write(folder.resolve(id.fileName()), content(SIZE));
                    }
                }
                assertThat(folder.resolve(BUNDLE.fileName())).hasBinaryContent(content(SIZE));
                assertThat(folder.resolve(".incoming")).isEmptyDirectory();
            }
        },
        LIST {
            @Override
            void run(SftpBundleStore store, Path folder) {
                var expected = there(folder).stream().map(BundleId::fileName).toArray(String[]::new);

                assertThat(store.list(SUBSYSTEM, soon()).files())
                        .allMatch(file -> file.sizeBytes() == SIZE)
                        .extracting(StoredFile::name)
                        .containsExactlyInAnyOrder(expected);
                assertThat(store.folders(soon())).containsExactly(SUBSYSTEM);
            }
        },
        LATEST {
            @Override
            void run(SftpBundleStore store, Path folder) throws IOException {
                var newest = there(folder).get(0);

                assertThat(store.holding(newest, soon())).containsExactly(SUBSYSTEM);
                assertThat(store.holding(bundle("30"), soon())).isEmpty();
                assertThat(read(store, newest)).isEqualTo(content(SIZE));
            }
        },
        VERIFY {
            @Override
            void run(SftpBundleStore store, Path folder) throws IOException {
                var threads = Executors.newFixedThreadPool(4);
                var reads = new ArrayList<Future<byte[]>>();
                for (int i = 0; i < 5; i++) {
                    there(folder).forEach(id -> reads.add(threads.submit(() -> read(store, id))));
                }
                threads.shutdown();
                for (var read : reads) {
                    assertThat(result(read)).isEqualTo(content(SIZE));
                }
            }
        },
        DOWNLOAD {
            @Override
            void run(SftpBundleStore store, Path folder) throws IOException {
                var id = there(folder).get(0);
                try (var input = store.open(SUBSYSTEM, id.fileName(), soon());
                        var other = store.open(SUBSYSTEM, OLDER.get(0).fileName(), soon())) {
                    assertThat(other.read()).isEqualTo(Byte.toUnsignedInt(content(SIZE)[0]));
                    assertThat(input.readAllBytes()).isEqualTo(content(SIZE));
                }
            }
        },
        REMEMBER {
            @Override
            void run(SftpBundleStore store, Path folder) {
                store.remember(SUBSYSTEM, "verdict", soon());

                assertThat(folder.resolve(".verified/verdict")).isEmptyFile();
                assertThat(store.list(SUBSYSTEM, soon()).verdicts()).containsExactly("verdict");

                assertThat(store.identityProofs(soon())).isEmpty();
                store.rememberIdentityProof("proof", soon());
                store.rememberIdentityProof("proof", soon());
                assertThat(store.identityProofs(soon())).containsExactly("proof");
                assertThat(store.folders(soon())).containsExactly(SUBSYSTEM);
            }
        },
        DELETE {
            @Override
            void run(SftpBundleStore store, Path folder) {
                var id = OLDER.get(0);
                store.delete(SUBSYSTEM, id, soon());

                assertThat(folder.resolve(id.fileName())).doesNotExist();
                assertThat(store.list(SUBSYSTEM, soon()).files())
                        .hasSize(there(folder).size());
            }
        };

        /** Fails with an assertion if a success is claimed that is none. */
        abstract void run(SftpBundleStore store, Path folder) throws IOException;

        /** The bundles in the folder, newest first. */
        static List<BundleId> there(Path folder) {
            return Stream.concat(Stream.of(BUNDLE), OLDER.stream())
                    .filter(id -> Files.exists(folder.resolve(id.fileName())))
                    .toList();
        }

        static byte[] read(SftpBundleStore store, BundleId id) throws IOException {
            try (var input = store.open(SUBSYSTEM, id.fileName(), soon())) {
                return input.readAllBytes();
            }
        }

        static byte[] result(Future<byte[]> read) throws IOException {
            try {
                return read.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ServiceException refused) {
                    throw refused;
                }
                throw new IOException(String.valueOf(e.getCause()), e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * A kind of server.
     *
     * @param name as the page calls it
     * @param cells what each operation does
     */
    private record Profile(
            String name,
            BooleanSupplier present,
            Supplier<SftpPeer> server,
            Function<SftpPeer, Map<String, String>> properties,
            Map<Operation, String> cells) {

        Profile(String name, Supplier<SftpPeer> server) {
            this(name, () -> true, server, SftpPeer::properties, allWork());
        }

        private static Map<Operation, String> allWork() {
            var cells = new EnumMap<Operation, String>(Operation.class);
            for (var operation : Operation.values()) {
                cells.put(operation, WORKS);
            }
            return cells;
        }

        boolean installed() {
            return present.getAsBoolean();
        }

        Profile onlyIf(BooleanSupplier condition) {
            return new Profile(name, condition, server, properties, cells);
        }

        Profile with(Function<SftpPeer, Map<String, String>> changed) {
            return new Profile(name, present, server, changed, cells);
        }

        /** The same profile, of which some operations do something else. */
        Profile but(String cell, Operation... operations) {
            var changed = new EnumMap<>(cells);
            for (var operation : operations) {
                changed.put(operation, cell);
            }
            return new Profile(name, present, server, properties, changed);
        }

        /** A row of the table. */
        String row(Map<Operation, String> shown) {
            var others = shown.values().stream()
                    .filter(cell -> !cell.equals(WORKS))
                    .distinct()
                    .map(cell -> shown.entrySet().stream()
                                    .filter(entry -> entry.getValue().equals(cell))
                                    .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT))
                                    .collect(joining(", "))
                            + " " + cell)
                    .collect(joining("; "));
            if (others.isEmpty()) {
                return "| %s | works |".formatted(name);
            }
            return "| %s | %s%s |".formatted(name, others, shown.containsValue(WORKS) ? "; the rest works" : "");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private interface Check {
        void run() throws IOException;
    }

    /** Serves every request. */
    private interface Hook extends HookedSftp.Hook {
        @Override
        default void handle(SftpExchange exchange) throws IOException {
            exchange.serve();
        }
    }

    /** Opens no file for both. */
    private static final class ReadOrWrite implements SftpFileSystemAccessor {

        @Override
        public SeekableByteChannel openFile(
                SftpSubsystemProxy subsystem,
                FileHandle handle,
                Path file,
                String name,
                Set<? extends OpenOption> options,
                FileAttribute<?>... attributes)
                throws IOException {
            if (options.contains(StandardOpenOption.READ) && options.contains(StandardOpenOption.WRITE)) {
                throw new AccessDeniedException(name);
            }
            return SftpFileSystemAccessor.super.openFile(subsystem, handle, file, name, options, attributes);
        }
    }
}
