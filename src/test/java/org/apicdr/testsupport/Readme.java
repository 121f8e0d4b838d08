package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the README tells its readers to type. */
public final class Readme {

    private static final Pattern HEADING = Pattern.compile("^#{2,3} ", Pattern.MULTILINE);

    private Readme() {}

    /** The fenced blocks of a section, in their order. */
    public static List<String> blocks(String heading, String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(section(heading))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String section(String heading) {
        try {
            var readme = Files.readString(Path.of("README.md"));
            int start = readme.indexOf("\n" + heading + "\n");
            if (start < 0) {
                throw new IllegalStateException("the README has no section " + heading);
            }
            var rest = readme.substring(start + 1 + heading.length());
            var next = HEADING.matcher(rest);
            return next.find() ? rest.substring(0, next.start()) : rest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
