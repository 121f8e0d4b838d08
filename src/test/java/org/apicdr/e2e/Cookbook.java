package org.apicdr.e2e;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.testsupport.MarkdownFile;

/** Chapters of the cookbook as a test class works through them; knows which recipes nobody has asked for. */
final class Cookbook {

    static final String FILE = "docs/cookbook.md";

    /** A test puts its own in place of this, and of the next, and of nothing else. */
    private static final String ADDRESS = "http://apic-dr.apic.svc:8080";

    private static final String TOKEN = "/var/run/secrets/tokens/apic-dr";

    /** By chapters, for all books of this run: a test that fails is tried again alone, with a book of its own. */
    private static final Map<List<String>, Set<String>> TAKEN = new ConcurrentHashMap<>();

    private final Path token;
    private final Map<String, String> recipes = new LinkedHashMap<>();
    private final Set<String> taken;

    /** With the file of a token, which need not be there. */
    Cookbook(List<String> chapters, Path token) {
        this.token = token;
        this.taken = TAKEN.computeIfAbsent(chapters, first -> ConcurrentHashMap.newKeySet());
        for (var block : MarkdownFile.read(FILE).blocks()) {
            if (chapters.contains(block.chapter()) && recipes.put(block.heading(), block.text()) != null) {
                throw new IllegalStateException("more than one block below " + block.heading());
            }
        }
    }

    /** The block below a heading, with a service's address and the token's file in it. */
    String recipe(String heading, URI service) {
        taken.add(heading);
        return requireNonNull(recipes.get(heading), heading)
                .replace(ADDRESS, service.toString())
                .replace(TOKEN, token.toString());
    }

    /** Headings of the blocks that nobody has asked for. */
    Set<String> untried() {
        var untried = new HashSet<>(recipes.keySet());
        untried.removeAll(taken);
        return untried;
    }
}
