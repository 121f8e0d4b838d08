package org.apicdr.rest;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * All that is logged meanwhile, stack traces included. In a Quarkus application it leaves out what plain test classes log, which run
 * at the same time.
 */
public final class CapturedLog extends Handler implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("");

    /** Formats the message alone. */
    private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final boolean inApplication = CapturedLog.class.getClassLoader() != ClassLoader.getSystemClassLoader();
    private final String part;

    private CapturedLog(String part) {
        this.part = part;
        setFormatter(new SimpleFormatter());
        setLevel(Level.ALL);
    }

    public static CapturedLog start() {
        return start("");
    }

    /** Keeps only the entries with these words, which classes that run at the same time do not log. */
    public static CapturedLog start(String part) {
        var log = new CapturedLog(part);
        ROOT.addHandler(log);
        return log;
    }

    public String text() {
        return entries.stream().map(Entry::text).collect(Collectors.joining());
    }

    /** What this service itself warned of. */
    public List<String> warnings() {
        return entries.stream()
                .filter(entry -> entry.warning() && entry.logger().startsWith("org.apicdr."))
                .map(Entry::message)
                .toList();
    }

    /** The fields of every entry that has these words. */
    List<Map<String, String>> fields(String words) {
        return entries.stream()
                .filter(entry -> entry.text().contains(words))
                .map(Entry::fields)
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        if (inApplication && Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader()) {
            return;
        }
        var text = getFormatter().format(entry);
        if (!text.contains(part)) {
            return;
        }
        var wrapped = ExtLogRecord.wrap(entry);
        entries.add(new Entry(
                text,
                wrapped.getMdcCopy(),
                String.valueOf(entry.getLoggerName()),
                entry.getLevel().intValue() >= Level.WARNING.intValue(),
                MESSAGE.format(wrapped)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }

    private record Entry(String text, Map<String, String> fields, String logger, boolean warning, String message) {}
}
