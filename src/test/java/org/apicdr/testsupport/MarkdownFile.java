package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The fenced blocks of a Markdown file, so that what is tested is what is documented.
 *
 * @param blocks all of them, in their order
 */
public record MarkdownFile(List<Block> blocks) {

    /** A block is met before the comments in it, which look like headings. */
    private static final Pattern HEADING_OR_BLOCK =
            Pattern.compile("^(#+) (.*)$|^```(\\w*)\\n((?s:.*?))^```$", Pattern.MULTILINE);

    public MarkdownFile {
        blocks = List.copyOf(blocks);
    }

    /**
     * One fenced block.
     *
     * @param chapter the second-level heading above it
     * @param heading the nearest heading above it, of whatever level
     * @param language what stands behind the fence, for example {@code sh}; may be empty
     * @param text its lines
     */
    public record Block(String chapter, String heading, String language, String text) {}

    /** The file of the project that lies there. */
    public static MarkdownFile read(String path) {
        try {
            return of(Files.readString(Path.of(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static MarkdownFile of(String text) {
        var blocks = new ArrayList<Block>();
        var chapter = "";
        var heading = "";
        for (var match : HEADING_OR_BLOCK.matcher(text).results().toList()) {
            if (match.group(1) == null) {
                blocks.add(new Block(chapter, heading, match.group(3), match.group(4)));
            } else {
                heading = match.group(2);
                chapter = match.group(1).length() == 2 ? heading : chapter;
            }
        }
        return new MarkdownFile(blocks);
    }

    /** The text of all blocks below a heading that are in that language; a chapter's are those of its parts too. */
    public List<String> texts(String heading, String language) {
        return blocks.stream()
                .filter(block ->
                        block.chapter().equals(heading) || block.heading().equals(heading))
                .filter(block -> block.language().equals(language))
                .map(Block::text)
                .toList();
    }
}
