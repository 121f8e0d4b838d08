package org.apicdr.capture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows of the tables in RECOVERY.md. */
final class RecoveryGuideTables {

    /** Limits the size of RECOVERY.md. Without it, a user who may create resources could stop captures. */
    private static final int MAX_ROWS = 100;

    private static final int MAX_BYTES = 64 * 1024;

    private RecoveryGuideTables() {}

    /** Escapes a value for a Markdown table. */
    static String cell(String value) {
        return value.replaceAll("\\p{Cntrl}", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }

    /** Returns the first rows, up to the default limits. */
    static Rows limited(List<Map<String, String>> rows) {
        return limited(rows, MAX_BYTES);
    }

    /** Returns the first rows that fit into a number of bytes. */
    static Rows limited(List<Map<String, String>> rows, int maxBytes) {
        var shown = new ArrayList<Map<String, String>>();
        long bytes = 0;
        for (var row : rows) {
            for (var value : row.values()) {
                bytes += value.getBytes(StandardCharsets.UTF_8).length;
            }
            if (shown.size() == MAX_ROWS || bytes > maxBytes) {
                break;
            }
            shown.add(row);
        }
        return new Rows(shown, rows.size() - shown.size());
    }

    /**
     * Rows of a table.
     *
     * @param leftOut the number of rows that were left out
     */
    record Rows(List<Map<String, String>> shown, int leftOut) {

        Rows {
            shown = List.copyOf(shown);
        }
    }
}
