package org.apicdr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apicdr.testsupport.Canaries;
import org.apicdr.testsupport.RunningService;

/** All that a service wrote, by where it stands; as a filter it takes down every answer, headers and all. */
final class RecordedOutput implements Filter {

    private final Map<String, byte[]> texts = new LinkedHashMap<>();

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        var answer = context.next(request, expected);
        var name = "answer %d, %d to %s %s"
                .formatted(texts.size(), answer.statusCode(), request.getMethod(), request.getURI());
        texts.put(name, answer.asByteArray());
        texts.put("headers of " + name, answer.headers().toString().getBytes(UTF_8));
        return answer;
    }

    void log(RunningService service) {
        texts.put("log", service.log().getBytes(UTF_8));
    }

    /** What everybody on the machine can see of it by {@code ps}, and root by {@code ps e}. */
    void process(RunningService service) {
        Stream.of("cmdline", "environ", "comm").forEach(file -> {
            var path = Path.of("/proc", String.valueOf(service.pid()), file);
            texts.put(path.toString(), read(path));
        });
    }

    /** Every file below a folder, and its name. */
    void files(Path folder) {
        try (var files = Files.walk(folder)) {
            files.forEach(file -> texts.put(file.toString(), Files.isRegularFile(file) ? read(file) : new byte[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        return new String(texts.getOrDefault(name, new byte[0]), UTF_8);
    }

    /** Where a canary stands, and how it is written there. */
    List<String> holding(Canaries canaries) {
        return texts.entrySet().stream()
                .flatMap(text -> Stream.of(text.getValue(), text.getKey().getBytes(UTF_8))
                        .flatMap(bytes -> canaries.in(bytes).stream())
                        .map(found -> "%s: %s".formatted(text.getKey(), found)))
                .toList();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
