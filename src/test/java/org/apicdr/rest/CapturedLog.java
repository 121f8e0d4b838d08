package org.apicdr.rest;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that is logged meanwhile, stack traces included. */
public final class CapturedLog extends Handler implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("");

    private final Queue<String> entries = new ConcurrentLinkedQueue<>();

    private CapturedLog() {
        setFormatter(new SimpleFormatter());
        setLevel(Level.ALL);
    }

    public static CapturedLog start() {
        var log = new CapturedLog();
        ROOT.addHandler(log);
        return log;
    }

    public String text() {
        return String.join("", entries);
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(getFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
