package org.apicdr.capture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows of the tables in RECOVERY.md. */
final class RecoveryGuideTables {

    /** RECOVERY.md is bounded, and the lists of backups are not: whoever writes resources must not stop captures. */
    private static final int MOST_ROWS = 100;

    private static final int MOST_BYTES = 64 * 1024;

    private RecoveryGuideTables() {}

    /** A value that means nothing but itself in a Markdown table. */
    static String cell(String value) {
        return value.replaceAll("\\p{Cntrl}", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }

    /** As many of the first rows as there is room for. */
    static Rows limited(List<Map<String, String>> rows) {
        return limited(rows, MOST_BYTES);
    }

    /** As many of the first rows as fit into a number of bytes. */
    static Rows limited(List<Map<String, String>> rows, int mostBytes) {
        var shown = new ArrayList<Map<String, String>>();
        long bytes = 0;
        for (var row : rows) {
            for (var value : row.values()) {
                bytes += value.getBytes(StandardCharsets.UTF_8).length;
            }
            if (shown.size() == MOST_ROWS || bytes > mostBytes) {
                break;
            }
            shown.add(row);
        }
        return new Rows(shown, rows.size() - shown.size());
    }

    /**
     * Rows of a table.
     *
     * @param leftOut how many more there are
     */
    record Rows(List<Map<String, String>> shown, int leftOut) {

        Rows {
            shown = List.copyOf(shown);
        }
    }
}
