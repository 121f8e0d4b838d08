package org.apicdr.testsupport;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium, without a window, used as an operator would: by what stands on a page. */
public final class Chromium implements AutoCloseable {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How often it is looked whether a page shows what is waited for. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final ChromeDriver driver;
    private final WebDriverWait wait;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
        this.wait = new WebDriverWait(driver, PATIENCE, POLL);
        // a page may replace an element while it is looked at
        wait.ignoring(StaleElementReferenceException.class);
    }

    /** Whether Debian's Chromium and its driver are installed. */
    public static boolean available() {
        return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
    }

    /**
     * Starts a browser that keeps what pages write to its console.
     *
     * @param profile a folder of its own
     */
    public static Chromium start(Path profile) {
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
        return new Chromium(new ChromeDriver(executable.build(), options));
    }

    @Override
    public void close() {
        driver.quit();
    }

    public ChromeDriver driver() {
        return driver;
    }

    public void open(URI address) {
        driver.get(address.toString());
    }

    public String title() {
        return requireNonNull(driver.getTitle());
    }

    /** All text that the page shows. */
    public String text() {
        return (String) script("return document.body.innerText");
    }

    /** The result of a script, which must return one. */
    public Object script(String script, Object... arguments) {
        return requireNonNull(driver.executeScript(script, arguments));
    }

    /** What pages wrote to the console since it was last asked for. */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** The addresses of all that the page has loaded. */
    @SuppressWarnings("unchecked")
    public List<String> loaded() {
        return (List<String>) script("return performance.getEntriesByType('resource').map(entry => entry.name)");
    }

    /** Waits until a condition yields true or a value; that value. */
    public <V> V await(Function<WebDriver, V> condition) {
        return wait.until(condition);
    }

    public void awaitText(String text) {
        wait.until(page -> text().contains(text));
    }

    public void awaitTitle(String start) {
        wait.until(page -> title().startsWith(start));
    }

    /** Clicks the button with a label as soon as there is one. */
    public void click(String label) {
        wait.until(page -> driver.findElements(By.tagName("button")).stream()
                .filter(each -> label.equals(each.getDomAttribute("aria-label")) || label.equals(each.getText()))
                .findFirst()
                .map(found -> {
                    found.click();
                    return true;
                })
                .orElse(false));
    }

    /** Has downloads stored in a folder. */
    public void download(Path folder) {
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    /** Lays pages out for a screen of this size in pixels. */
    public void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
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
