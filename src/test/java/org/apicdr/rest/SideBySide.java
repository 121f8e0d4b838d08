package org.apicdr.rest;

import io.quarkus.logging.Log;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.ParallelExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A request that has two things done at once, each of which says so in the log. */
@Path(SideBySide.PATH)
public class SideBySide {

    static final String PATH = "/side-by-side";

    private final ParallelExecutor parallelExecutor;
    private final DeadlineFactory deadlineFactory;

    SideBySide(ParallelExecutor parallelExecutor, DeadlineFactory deadlineFactory) {
        this.parallelExecutor = parallelExecutor;
        this.deadlineFactory = deadlineFactory;
    }

    @GET
    @Operation(hidden = true)
    public String both() {
        return String.join(
                " ", parallelExecutor.all(List.of(say("this side"), say("that side")), deadlineFactory.start()));
    }

    private static Supplier<String> say(String word) {
        return () -> {
            Log.info(word);
            return Thread.currentThread().getName();
        };
    }
}
