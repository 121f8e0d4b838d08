package org.apicdr.rest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Chromium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The status page of the real service: an operator captures, verifies, downloads and deletes. */
@QuarkusTest
@EnabledIf(
        value = "org.apicdr.testsupport.Chromium#available",
        disabledReason = "no /usr/bin/chromium and /usr/bin/chromedriver: install chromium and chromium-driver")
class StatusPageBrowserTest extends RestTest {

    @Test
    void does_what_the_api_does_and_shows_no_secret(@TempDir Path profile, @TempDir Path downloads) throws Exception {
        var subsystem = world().subsystemWithPortal();
        var secrets = new ArrayList<>(SecrecyTest.values(subsystem));
        var first = captured();
        world().plant("planted.tar", new byte[10]);
        var browser = Chromium.start(profile);
        try {
            browser.executeCdpCommand(
                    "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
            var page = new Page(browser);
            browser.get(uri("/").toString());
            page.waitForTitle("FAIL");
            page.waitFor("No. apic/management could not be recovered now");
            page.waitFor("1 file in the folder is no bundle.");

            subsystem.rotateSecret(subsystem.secrets().encryption());
            page.click("Capture now …");
            page.click("Capture");
            page.waitFor("Captured: ");
            var second = uniqueNewBundle(first);
            page.waitFor(second);
            page.click("Close: Capturing management");

            page.click("Verify " + second);
            page.waitFor("Verifying " + second + ": done");
            page.click("Close: Verifying " + second);
            page.click("Download " + second);
            page.waitFor("Downloaded " + second + ".tar");
            page.click("Close: Downloading " + second);
            page.click("Delete … " + second);
            page.click("Delete " + second);
            page.waitFor(second + " is the newest authentic bundle of its installation.");
            page.click("Close: Deleting " + second);
            page.click("Delete … " + first);
            page.click("Delete " + first);
            page.waitFor("Deleted " + first);
            page.click("Close: Deleting " + first);

            assertThat(world().file(first)).doesNotExist();
            page.wait.until(loaded -> Files.exists(downloads.resolve(second + ".tar")));
            assertThat(downloads.resolve(second + ".tar")).hasBinaryContent(Files.readAllBytes(world().file(second)));
            browser.findElements(By.tagName("summary")).forEach(WebElement::click);
            page.waitFor("RECOVERY SHEET of site " + RestTestEnvironment.SITE);
            page.waitFor("PortalCluster apic/");
            secrets.addAll(SecrecyTest.values(subsystem));
            assertThat(page.source()).contains(second).doesNotContain(secrets);
            assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                    .extracting(Object::toString)
                    .noneMatch(line -> line.contains("Content Security Policy") || line.contains("Uncaught"));
        } finally {
            browser.quit();
        }
    }

    private String uniqueNewBundle(String former) {
        return world().files().stream()
                .filter(file -> file.endsWith(".tar") && !file.contains("planted") && !file.contains(former))
                .map(file -> Path.of(file).getFileName().toString().replace(".tar", ""))
                .reduce((one, other) -> {
                    throw new AssertionError(List.of(one, other));
                })
                .orElseThrow();
    }

    /** What an operator sees and clicks. */
    private static final class Page {

        private final ChromeDriver browser;
        private final WebDriverWait wait;

        private Page(ChromeDriver browser) {
            this.browser = browser;
            this.wait = new WebDriverWait(browser, Duration.ofSeconds(60), Chromium.POLL);
            wait.ignoring(StaleElementReferenceException.class);
        }

        private void waitForTitle(String start) {
            wait.until(page -> requireNonNull(browser.getTitle()).startsWith(start));
        }

        private void waitFor(String text) {
            wait.until(page -> requireNonNull(browser.executeScript("return document.body.innerText"))
                    .toString()
                    .contains(text));
        }

        /** Clicks the button with a label. A refresh may replace it meanwhile. */
        private void click(String label) {
            wait.until(page -> browser.findElements(By.tagName("button")).stream()
                    .filter(each -> label.equals(each.getDomAttribute("aria-label")) || label.equals(each.getText()))
                    .findFirst()
                    .map(found -> {
                        found.click();
                        return true;
                    })
                    .orElse(false));
        }

        private String source() {
            return (String) requireNonNull(browser.executeScript("return document.documentElement.outerHTML"));
        }
    }
}
