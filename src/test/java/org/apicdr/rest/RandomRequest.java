package org.apicdr.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A request of one operation of the API document: valid by its schemas, or changed in up to three ways. */
final class RandomRequest {

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{\\w+}");

    /** Values for a query or a path, as they are sent. */
    private static final List<String> WORDS = List.of(
            "",
            "null",
            "true",
            "TRUE",
            "0",
            "-1",
            "1",
            "2147483648",
            "99999999999999999999",
            "1e999",
            "NaN",
            "warn",
            "2026-11-22T03:00:00Z",
            "2026-11-22T04:00:00%2B01:00",
            "2026-02-30T00:00:00Z",
            "+1000000000-01-01T00:00:00Z",
            "apic",
            "second",
            "management",
            "latest",
            "..",
            ".",
            "%2e%2e%2f",
            "%2f",
            "a/b",
            "%00",
            "%0d%0aX-A:%20b",
            "%zz",
            "%",
            "100%",
            "%c3%28",
            "%f0%9f%92%a9",
            "%e2%80%ae",
            "\u00e9",
            "+",
            "a%20b",
            "=",
            "&",
            "#",
            "*",
            "'",
            "\"",
            "<b>",
            "{id}",
            ";a=b",
            "\\",
            "|",
            "x".repeat(300),
            "x".repeat(1_100));

    private static final List<String> JSON = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1.5",
            "1e400",
            "9".repeat(400),
            "\"\"",
            "\"apic\"",
            "\"true\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\u202e\"",
            "\"\ud83d\udca9\"",
            "\"" + "x".repeat(501) + "\"",
            "[]",
            "[null]",
            "[[]]",
            "{}",
            "[\"stored\", \"stored\"]",
            "[\"openable\"]",
            "[1]",
            "{\"a\": 1}");

    private static final List<String> BODIES = List.of(
            "",
            " ",
            "null",
            "true",
            "0",
            "\"\"",
            "[]",
            "[{}]",
            "{",
            "}",
            "{}{}",
            "{} x",
            "{\"a\"}",
            "{\"reason\": \"a\", \"reason\": \"b\"}",
            "{'reason': 'a'}",
            "{\"reason\": \"\u0001\"}",
            "// comment\n{}",
            "\ufeff{}",
            "[".repeat(5_000),
            "{\"a\":".repeat(2_000),
            "\u0000",
            "a=b&c=d",
            "<xml/>",
            "{\"reason\": NaN}");

    private static final List<String> TYPES = List.of(
            "",
            "garbage",
            "text/plain",
            "application/*",
            "*/*",
            "application/json;charset=utf-16",
            "application/json; charset=nonsense",
            "application/json, text/plain",
            "APPLICATION/JSON",
            "application/problem+json",
            "application/x-ndjson",
            "application/x-tar",
            "application/json;q=0",
            "text/html",
            ";",
            "/",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "\u00e9");

    /** Values for the headers that the document describes, which are all about ranges and entity tags. */
    private static final List<String> HEADER_VALUES = List.of(
            "",
            "*",
            "bytes=0-99",
            "bytes=-1",
            "bytes=-0",
            "bytes=5-1",
            "bytes=99999999-5",
            "bytes=99999999999999999999-",
            "bytes=0-1,3-4",
            "bytes=-",
            "lines=0-1",
            "\"another\"",
            "W/\"another\"",
            "\"a\", \"b\",",
            "\"",
            "Sat, 21 Nov 2026 03:00:00 GMT",
            "\u00e9",
            "x".repeat(1_000));

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FROB", "get");

    private static final List<String> HEADERS = List.of(
            "X-Request-Id: \u00e9",
            "X-Request-Id: mine",
            "X-Request-Id: " + "x".repeat(100),
            "Cache-Control: no-cache",
            "Cache-Control: garbage",
            "Authorization: Bearer x",
            "Authorization:",
            "Origin: null",
            "Expect: garbage",
            "Content-Encoding: gzip",
            "Accept-Encoding: garbage",
            "Accept-Language: *;q=2",
            "Cookie: a=b; =",
            "Forwarded: for=x",
            "X-Forwarded-Prefix: /a",
            "X-HTTP-Method-Override: DELETE",
            "If-Modified-Since: yesterday");

    private final JsonNode document;
    private final JsonNode operation;
    private final Random random;
    private final List<String> query = new ArrayList<>();
    private final Map<String, String> body = new LinkedHashMap<>();
    private final List<String> headers = new ArrayList<>();
    private @Nullable String wholeBody;
    private boolean hasBody;
    private boolean sameOperation = true;
    private String method;
    private String path;
    private String contentType = "application/json";
    private String accept = "*/*";

    /**
     * Makes a request.
     *
     * @param ids ids that a path may have
     */
    RandomRequest(JsonNode document, String method, String path, List<String> ids, long seed) {
        this.document = document;
        this.operation = document.path("paths").path(path).path(method);
        this.random = new Random(seed);
        this.method = method.toUpperCase(Locale.ROOT);
        this.path = PATH_PARAMETER.matcher(path).replaceAll(Matcher.quoteReplacement(oneOf(ids)));
        for (var parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals("query") && random.nextInt(3) == 0) {
                query.add(parameter.path("name").asText() + "="
                        + valid(parameter.path("schema")).asText().replace("+", "%2B"));
            }
            if (parameter.path("in").asText().equals("header") && random.nextBoolean()) {
                headers.add(parameter.path("name").asText() + ": "
                        + (random.nextBoolean()
                                ? valid(parameter.path("schema")).asText()
                                : oneOf(HEADER_VALUES)));
            }
        }
        hasBody = operation.has("requestBody") && random.nextInt(4) > 0;
        if (hasBody) {
            for (var property : properties().properties()) {
                if (random.nextInt(4) == 0) {
                    body.put(property.getKey(), valid(property.getValue()).toString());
                }
            }
        }
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            change();
        }
    }

    private JsonNode properties() {
        return resolved(operation.at("/requestBody/content/application~1json/schema"))
                .path("properties");
    }

    private JsonNode resolved(JsonNode schema) {
        var reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    /** Returns a value that is valid by a schema. */
    private JsonNode valid(JsonNode unresolved) {
        var schema = resolved(unresolved);
        var nodes = JsonNodeFactory.instance;
        var known = schema.path(schema.has("enum") ? "enum" : "x-extensible-enum");
        if (!known.isEmpty()) {
            return known.path(random.nextInt(known.size()));
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> nodes.booleanNode(random.nextBoolean());
            case "integer" ->
                nodes.numberNode(random.nextInt(
                        schema.path("minimum").asInt(0), schema.path("maximum").asInt(100) + 1));
            case "array" ->
                nodes.arrayNode()
                        .addAll(IntStream.range(0, random.nextInt(4))
                                .mapToObj(item -> valid(schema.path("items")))
                                .distinct()
                                .toList());
            default -> schema.path("examples").path(0);
        };
    }

    private void change() {
        switch (random.nextInt(12)) {
            case 0 -> query.add(oneOf(WORDS) + "=" + oneOf(WORDS));
            case 1 -> {
                if (!query.isEmpty()) {
                    query.add(oneOf(query));
                }
            }
            case 2, 3 -> {
                var parameters = operation.path("parameters");
                if (!parameters.isEmpty()) {
                    query.add(parameters
                                    .path(random.nextInt(parameters.size()))
                                    .path("name")
                                    .asText() + "=" + oneOf(WORDS));
                }
            }
            case 4, 5 -> {
                hasBody = true;
                var names = new ArrayList<String>();
                properties().fieldNames().forEachRemaining(names::add);
                names.add("unknown");
                body.put(oneOf(names), oneOf(JSON));
            }
            case 6 -> {
                hasBody = true;
                wholeBody = oneOf(BODIES);
            }
            case 7 -> contentType = oneOf(TYPES);
            case 8 -> accept = oneOf(TYPES);
            case 9 -> {
                method = oneOf(METHODS);
                sameOperation = false;
            }
            case 10 -> {
                int slash = path.lastIndexOf('/');
                path = random.nextBoolean() ? path + oneOf(WORDS) : path.substring(0, slash + 1) + oneOf(WORDS);
                sameOperation = false;
            }
            default -> headers.add(oneOf(HEADERS));
        }
    }

    private String oneOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Returns whether the document says what answers this request has: its path and method are those of the operation. */
    boolean sameOperation() {
        return sameOperation;
    }

    String method() {
        return method;
    }

    /** Returns the request line and the headers. */
    String head() {
        var head = new StringBuilder("%s %s%s HTTP/1.1\nConnection: close\nAccept: %s\n"
                .formatted(method, path, query.isEmpty() ? "" : "?" + String.join("&", query), accept));
        if (hasBody) {
            head.append("Content-Type: %s\nContent-Length: %d\n"
                    .formatted(contentType, body().getBytes(StandardCharsets.UTF_8).length));
        }
        headers.forEach(header -> head.append(header).append('\n'));
        return head.toString();
    }

    String body() {
        if (!hasBody) {
            return "";
        }
        if (wholeBody != null) {
            return wholeBody;
        }
        var members = body.entrySet().stream()
                .map(member -> "\"%s\": %s".formatted(member.getKey(), member.getValue()))
                .toList();
        return "{%s}".formatted(String.join(", ", members));
    }

    @Override
    public String toString() {
        var text = head() + "\n" + body();
        return text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
    }
}
