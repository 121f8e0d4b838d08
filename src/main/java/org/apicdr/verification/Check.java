package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param id what was looked at
 * @param level the level it belongs to
 * @param detail what was found, in a sentence
 * @param remedy what to do; absent where nothing is to be done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Check")
public record Check(
        String id,
        Level level,
        Outcome outcome,
        String detail,
        @Nullable String remedy) {

    static Check pass(String id, Level level, String detail) {
        return new Check(id, level, Outcome.PASS, detail, null);
    }

    static Check warn(String id, Level level, String detail, String remedy) {
        return new Check(id, level, Outcome.WARN, detail, remedy);
    }

    static Check fail(String id, Level level, String detail, String remedy) {
        return new Check(id, level, Outcome.FAIL, detail, remedy);
    }

    static Check skipped(Level level, String detail) {
        return new Check(level.toString(), level, Outcome.SKIPPED, detail, null);
    }
}
