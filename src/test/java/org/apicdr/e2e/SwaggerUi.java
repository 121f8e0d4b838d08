package org.apicdr.e2e;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Chromium;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** The page at /q/swagger-ui in Chromium, used as an operator would: by what stands on it. */
final class SwaggerUi {

    private final Chromium chromium;
    private final ChromeDriver driver;

    SwaggerUi(Chromium chromium) {
        this.chromium = chromium;
        this.driver = chromium.driver();
    }

    /** Loads the page of a service anew. */
    void open(URI service) {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        driver.get(service.resolve("/q/swagger-ui/").toString());
    }

    /** The widths of the descriptions of tags. */
    List<Integer> descriptionWidths() {
        visible(By.cssSelector(".opblock-tag small"));
        return driver.findElements(By.cssSelector(".opblock-tag small")).stream()
                .map(description -> description.getSize().getWidth())
                .toList();
    }

    /** By how much the page is wider than the screen. */
    long overflow() {
        var script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        return (long) chromium.script(script);
    }

    Operation expand(String tag, String operationId) {
        var block = visible(By.id("operations-%s-%s".formatted(tag, operationId)));
        block.findElement(By.className("opblock-summary-control")).click();
        return new Operation(block);
    }

    /** Gives the page a token by its Authorize button. */
    void authorize(String token) {
        visible(By.cssSelector(".auth-wrapper .authorize")).click();
        visible(By.cssSelector(".auth-container input")).sendKeys(token);
        visible(By.cssSelector(".auth-btn-wrapper .authorize")).click();
        visible(By.cssSelector(".auth-btn-wrapper .btn-done")).click();
    }

    void screenshot(String name) {
        Chromium.screenshot(name, () -> driver.getScreenshotAs(OutputType.BYTES));
    }

    private WebElement visible(By place) {
        return chromium.await(ExpectedConditions.visibilityOfElementLocated(place));
    }

    /** One operation, opened. */
    final class Operation {

        private final WebElement block;

        private Operation(WebElement block) {
            this.block = block;
        }

        Operation tryOut() {
            within(By.className("try-out__btn")).click();
            within(By.className("execute"));
            return this;
        }

        /** The body that is sent if the caller changes nothing. */
        String body() {
            return requireNonNull(
                    within(By.cssSelector("textarea.body-param__text")).getDomProperty("value"));
        }

        Operation enter(String parameter, String value) {
            within(By.cssSelector("tr[data-param-name='%s'] input".formatted(parameter)))
                    .sendKeys(value);
            return this;
        }

        /** What the field of a parameter holds. */
        String entered(String parameter) {
            var field = within(By.cssSelector("tr[data-param-name='%s'] input".formatted(parameter)));
            return requireNonNull(field.getDomProperty("value"));
        }

        Operation execute() {
            within(By.className("execute")).click();
            within(By.cssSelector(".live-responses-table .response-col_status"));
            return this;
        }

        /** Executes once more, and waits for another status than before. */
        void execute(String status) {
            within(By.className("execute")).click();
            chromium.await(page -> status().startsWith(status));
        }

        String status() {
            return within(By.cssSelector(".live-responses-table tbody .response-col_status"))
                    .getText();
        }

        String answer() {
            return within(By.cssSelector(".live-responses-table tbody .response-col_description"))
                    .getText();
        }

        private WebElement within(By place) {
            return chromium.await(ExpectedConditions.visibilityOf(
                    chromium.await(ExpectedConditions.presenceOfNestedElementLocatedBy(block, place))));
        }
    }
}
