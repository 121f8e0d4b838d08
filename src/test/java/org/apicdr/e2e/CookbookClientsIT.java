package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cookbook's programs, with the clients that openapi-generator makes of the committed API document, as they are. */
@Tag("docs")
class CookbookClientsIT extends ServiceForAll {

    static final List<String> CHAPTERS = List.of("Generated clients");

    private static final Path GENERATED = Path.of("target", "generated-test-sources");

    private static final Path TOOLS = Path.of("src", "test", "npm", "node_modules");

    private static final Pattern PRINTED = Pattern.compile("pass (\\S+) newest of [1-9][0-9]*\n(.*)", Pattern.DOTALL);

    private final Cookbook cookbook = new Cookbook(CHAPTERS, token("admin"));

    @TempDir
    private Path folder;

    CookbookClientsIT(OperatedService operated) {
        super(operated);
    }

    @AfterAll
    void every_recipe_was_tried() {
        assertThat(cookbook.untried()).isEmpty();
    }

    @Test
    void works_in_python() throws IOException {
        write("example.py", "Python");
        Command.require("python3");
        assumeTrue(
                Command.run(folder, "python3", "-c", "import dateutil, pydantic, urllib3; pydantic.ConfigDict")
                        .succeeded(),
                "skipped, python3 lacks pydantic 2, python-dateutil or urllib3: .ci/run installs them");

        var python = run("""
                export PYTHONPATH="$1:${PYTHONPATH:-}"
                python3 example.py
                cat > later.py << 'END'
                import apicdr
                print(apicdr.Check.from_dict({"id": "new", "level": "new", "outcome": "new", "detail": "d", "by": 1}).outcome)
                END
                python3 later.py
                """, "client-python");

        assertWorked(python, "new\n");
    }

    @Test
    void works_in_typescript() throws IOException {
        write("example.ts", "TypeScript");
        Command.require("node");
        assumeTrue(
                Files.exists(TOOLS.resolve("typescript")),
                "skipped, typescript is missing: npm ci --prefix src/test/npm --ignore-scripts");

        var typescript = run("""
                cp -R "$1" apicdr
                printf '{"type": "module"}' > package.json
                "$2/.bin/tsc" --strict --target es2022 --module nodenext --typeRoots "$2/@types" \
                  --types node example.ts
                node example.js
                """, "client-typescript");

        assertWorked(typescript, "");
    }

    /** Compiled with no other module, so without a network. */
    @Test
    void works_in_go() throws IOException {
        write("example.go", "Go");
        Command.require("go");

        var go = run("""
                cp -R "$1" apicdr
                printf 'module example.com/apicdr\\n\\ngo 1.19\\n' > apicdr/go.mod
                cat > go.mod << 'END'
                module example

                go 1.19

                require example.com/apicdr v0.0.0

                replace example.com/apicdr => ./apicdr
                END
                export HOME="$PWD" GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local
                go run example.go
                """, "client-go");

        assertWorked(go, "");
    }

    private void write(String file, String heading) throws IOException {
        Files.writeString(folder.resolve(file), cookbook.recipe(heading, service.address()));
    }

    private void assertWorked(Command.Result result, String later) {
        assertThat(result.exit()).as("%s", result).isZero();
        var printed = PRINTED.matcher(result.stdout());
        assertThat(printed.matches()).as(result.stdout()).isTrue();
        var id = printed.group(1);
        assertThat(printed.group(2)).isEqualTo(later);
        assertThat(folder.resolve(id + ".tar")).hasSameBinaryContentAs(stored(id));
    }

    /** Runs lines of a shell with the folder of a client and that of npm's tools. */
    private Command.Result run(String lines, String client) {
        var generated = GENERATED.resolve(client).toAbsolutePath().toString();
        var tools = TOOLS.toAbsolutePath().toString();
        return Command.run(Duration.ofMinutes(2), folder, "/bin/sh", "-euc", lines, "sh", generated, tools);
    }
}
