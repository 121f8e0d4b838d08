package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a window. */
public final class Chromium {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** How often a test looks whether a page shows what it waits for. */
    public static final Duration POLL = Duration.ofMillis(50);

    private Chromium() {}

    /** Whether Debian's Chromium and its driver are installed. */
    public static boolean available() {
        return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
    }

    /**
     * Starts a browser that keeps what pages write to its console.
     *
     * @param profile a folder of its own
     */
    public static ChromeDriver start(Path profile) {
        var options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--disable-sync",
                // processes for each page, in reserve, and for crashes took a fifth of the time
                "--disable-breakpad",
                "--disable-crash-reporter",
                "--disable-features=SpareRendererForSitePerProcess,IsolateOrigins,site-per-process",
                "--disable-site-isolation-trials",
                "--renderer-process-limit=1",
                "--no-first-run",
                "--window-size=1400,2600",
                "--user-data-dir=" + profile);
        var console = new LoggingPreferences();
        console.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", console);
        var executable = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile());
        return new ChromeDriver(executable.build(), options);
    }

    /**
     * Writes a screenshot for human eyes into {@code screenshots} of the build folder, if {@code -Dapic-dr.screenshots=true}
     * asks for it.
     */
    public static void screenshot(String name, Supplier<byte[]> png) {
        if (!Boolean.getBoolean("apic-dr.screenshots")) {
            return;
        }
        try {
            var folder = Files.createDirectories(Path.of(System.getProperty("apic-dr.build", "target"), "screenshots"));
            Files.write(folder.resolve(name + ".png"), png.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
