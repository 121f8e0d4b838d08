package org.apicdr.rest.page;

import static java.util.Objects.requireNonNull;
import static org.apicdr.rest.page.DocumentedAnswers.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apicdr.rest.page.CannedApi.Answer;
import org.apicdr.testsupport.Chromium;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** The status page in a real browser, on answers as docs/openapi.yaml describes them. */
@EnabledIf(
        value = "org.apicdr.testsupport.Chromium#available",
        disabledReason = "no /usr/bin/chromium and /usr/bin/chromedriver: install chromium and chromium-driver")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("docs")
@Order(1)
class StatusPageIT {

    private static final String NEWEST = "management-5b1e07d4-20261122T030000Z-962acd29";

    private static final String OLDER = "management-5b1e07d4-20261121T030000Z-41c07be3";

    /** Runs if it is taken for markup. */
    private static final String MARKUP =
            "\"'><img src=x onerror=planted=1><svg onload=planted=1><script>planted=1</script><b>";

    private static final String TOKEN = "e30.e30.c2ln";

    private static final int MAX_BYTES = 150_000;

    private final DocumentedAnswers documented = new DocumentedAnswers();
    private final CannedApi api = CannedApi.start();
    private final Chromium chromium;
    private final ChromeDriver browser;
    private final String axe;
    private @Nullable String hastened;

    StatusPageIT(@TempDir Path profile) throws IOException {
        this.chromium = Chromium.start(profile);
        this.browser = chromium.driver();
        try (var script = requireNonNull(StatusPageIT.class.getResourceAsStream("/axe.min.js"))) {
            this.axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    void stop() {
        chromium.close();
        api.close();
    }

    @BeforeEach
    void startAgain() {
        browser.get("about:blank");
        chromium.console();
        api.reset();
        if (hastened != null) {
            browser.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", hastened));
            hastened = null;
        }
        look(1280, false);
    }

    /** A state of the page that an operator may meet. */
    enum State {
        PASS("PASS"),
        WARN("WARN"),
        BROKEN_STORE_AND_STALE_BACKUP("FAIL"),
        API_SERVER_DOWN("FAIL"),
        SEVERAL_SUBSYSTEMS("FAIL"),
        EMPTY_STORE("FAIL"),
        NOTHING_INSTALLED("UNKNOWN"),
        TOKEN_NEEDED("UNKNOWN"),
        TOKEN_REFUSED("UNKNOWN"),
        NOT_PERMITTED("UNKNOWN"),
        EVERYTHING_OPENED("PASS"),
        AFTER_A_VERIFICATION("PASS"),
        QUESTION_BEFORE_A_DELETION("PASS"),
        NOT_REFRESHED("PASS");

        private final String verdict;

        State(String verdict) {
            this.verdict = verdict;
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_state_is_accessible_wide_and_narrow_light_and_dark(State state) throws IOException {
        show(state);

        assertThat(chromium.title()).startsWith(state.verdict);
        for (int width : List.of(1280, 390)) {
            for (boolean dark : List.of(false, true)) {
                look(width, dark);
                screenshot("status-%s-%d-%s"
                        .formatted(
                                state.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                                width,
                                dark ? "dark" : "light"));
                // every rule at both widths and in both colour schemes; contrast depends on both
                boolean everyRule = dark == (width == 390);
                assertThat(violations(everyRule ? "" : "runOnly: ['color-contrast']"))
                        .as("%s, %d px, dark %s", state, width, dark)
                        .isEmpty();
                assertThat((Long) chromium.script("return document.documentElement.scrollWidth"))
                        .as("%s, %d px", state, width)
                        .isLessThanOrEqualTo(width);
            }
        }
        assertThat(chromium.console())
                .filteredOn(line -> line.contains("Content Security Policy"))
                .isEmpty();
    }

    private void show(State state) throws IOException {
        switch (state) {
            case PASS -> healthy();
            case WARN -> warning();
            case BROKEN_STORE_AND_STALE_BACKUP -> brokenStoreAndStaleBackup();
            case API_SERVER_DOWN -> apiServerDown();
            case SEVERAL_SUBSYSTEMS -> severalSubsystems();
            case EMPTY_STORE -> emptyStore();
            case NOTHING_INSTALLED -> nothingInstalled();
            case TOKEN_NEEDED, TOKEN_REFUSED -> {
                healthy();
                api.expect(TOKEN);
            }
            case NOT_PERMITTED ->
                api.answer(
                        "GET",
                        "/status",
                        Answer.problem(
                                403,
                                "forbidden",
                                "Permission denied",
                                "system:serviceaccount:apic:guest may not get recoverability of group apic-dr.io in any namespace. Bind the ClusterRole apic-dr-viewer."));
            default -> healthy();
        }
        open();
        switch (state) {
            case TOKEN_REFUSED -> {
                signIn("expired");
                chromium.awaitText("The token was not accepted");
            }
            case EVERYTHING_OPENED -> openEverything();
            case AFTER_A_VERIFICATION -> {
                chromium.click("Verify " + NEWEST);
                chromium.awaitText("done after");
            }
            case QUESTION_BEFORE_A_DELETION -> {
                chromium.click("Delete … " + NEWEST);
                chromium.awaitText("Delete bundle " + NEWEST + "?");
            }
            case NOT_REFRESHED -> {
                api.stop();
                chromium.click("Look again");
                chromium.awaitText("Not refreshed");
                api.resume();
            }
            default -> {}
        }
    }

    @Test
    void loads_little_and_asks_the_api_for_four_things_first() {
        api.forgetLateCalls();
        healthy();

        open();

        assertThat(api.requests())
                .containsExactlyInAnyOrder(
                        "GET /api/v1/status",
                        "GET /api/v1/recoverability?namespace=apic&cluster=management",
                        "GET /api/v1/recovery-points?namespace=apic&cluster=management&limit=100",
                        "GET /api/v1/bundles?namespace=apic&cluster=management&limit=20");
        int weight = StatusPage.files().values().stream()
                .mapToInt(file -> file.content().length())
                .sum();
        assertThat(weight).isLessThan(MAX_BYTES);
        assertThat(chromium.loaded())
                .isNotEmpty()
                .allMatch(address -> address.startsWith(api.address().toString()));
    }

    @Test
    void works_below_the_prefix_of_a_proxy() {
        api.forgetLateCalls();
        healthy();

        browser.get(api.address().resolve(CannedApi.PREFIX + "/").toString());
        settle();

        assertThat(chromium.title()).startsWith("PASS");
        assertThat(api.requests()).hasSize(4).allMatch(call -> call.startsWith("GET /dr/api/v1/"));
    }

    @Test
    void keeps_the_token_for_the_tab_only() {
        healthy();
        api.expect(TOKEN);
        open();
        assertThat(chromium.text()).contains("kubectl -n NAMESPACE create token ACCOUNT --audience apic-dr");

        signIn("Bearer " + TOKEN);
        chromium.awaitTitle("PASS");

        assertThat(chromium.script("return [document.cookie, localStorage.length, document.documentElement.outerHTML]")
                        .toString())
                .startsWith("[, 0, ")
                .doesNotContain(TOKEN);
        assertThat(chromium.loaded()).noneMatch(address -> address.contains(TOKEN));
        browser.navigate().refresh();
        chromium.awaitTitle("PASS");
        var tab = browser.getWindowHandle();
        browser.switchTo().newWindow(WindowType.TAB);
        browser.get(api.address().toString());
        settle();
        assertThat(chromium.text()).contains("A token is needed");
        browser.close();
        browser.switchTo().window(tab);

        chromium.click("Forget the token");
        chromium.awaitText("A token is needed");
        assertThat(chromium.text()).doesNotContain(NEWEST);
    }

    @Test
    void shows_markup_of_others_as_text() throws IOException {
        healthy();
        var status = documented.example("status");
        status.withObject("store").put("up", false).put("detail", "d");
        status.withObject("captures")
                .putArray("failures")
                .addObject()
                .put("subject", "s")
                .put("at", "2026-11-22T05:30:00Z")
                .put("detail", "d");
        var report = documented.example("recoverable");
        outcome(report, "bundle-current", "fail", "d", "Capture a new bundle. r");
        answer(status, report);
        for (var resource : List.of("status", "recoverability", "recovery-points", "bundles", "subsystems", "trust")) {
            api.answer("/" + resource, planted(api.body("GET", "/" + resource)));
        }
        open();
        openEverything();
        browser.findElements(By.cssSelector("button[aria-label^='Verify']"))
                .get(0)
                .click();
        chromium.awaitText("failed");

        assertThat(chromium.text()).contains(MARKUP, "r" + MARKUP);
        assertThat(chromium.title()).contains(MARKUP);
        assertThat(chromium.script("return window.planted === undefined")).isEqualTo(true);
        assertThat((Long)
                        chromium.script("return document.querySelectorAll('img, svg, iframe, b, body script').length"))
                .isZero();
        assertThat(chromium.console()).noneMatch(line -> line.contains("Content Security Policy"));
    }

    @Test
    void can_be_used_by_keyboard_and_asks_before_it_deletes() {
        healthy();
        api.answer(
                "DELETE",
                "/bundles/" + NEWEST,
                documented.problem("/api/v1/bundles/{id}", "delete", "last-good-bundle"));
        open();

        press(Keys.TAB);
        assertThat(focused()).isEqualTo("Skip to the answer");
        for (int i = 0; i < 60 && !focused().equals("Delete … " + NEWEST); i++) {
            press(Keys.TAB);
        }
        press(Keys.ENTER);
        assertThat(focused()).isEqualTo("Keep it");
        press(Keys.ESCAPE);
        assertThat(focused()).isEqualTo("Delete … " + NEWEST);
        assertThat(api.requests()).noneMatch(call -> call.startsWith("DELETE"));

        press(Keys.ENTER);
        assertThat(chromium.text()).contains("Delete bundle " + NEWEST + "?");
        chromium.click("Delete " + NEWEST);
        chromium.awaitText("is the newest authentic bundle of its installation. Capture another one first");
        assertThat(chromium.text()).contains("The bundle is the newest authentic one", "Request id 5f1c0f6e");
        assertThat(api.requests()).contains("DELETE /api/v1/bundles/" + NEWEST + "?namespace=apic&cluster=management");
        screenshot("status-last-good-bundle");
    }

    @Test
    void deletes_a_bundle_and_shows_the_list_without_it() {
        healthy();
        api.answer("DELETE", "/bundles/" + OLDER, new Answer(204, "application/json", Buffer.buffer()));
        open();

        chromium.click("Delete … " + OLDER);
        var page = documented.example("bundlePage");
        page.withArray("items").remove(1);
        api.answer("/bundles", documented.valid("BundlePage", page));
        chromium.click("Delete " + OLDER);

        chromium.awaitText("Deleted " + OLDER);
        chromium.await(shown ->
                browser.findElements(By.cssSelector("#bundles tbody tr")).size() == 2);
    }

    @Test
    void captures_after_a_question_and_names_the_bundle() {
        healthy();
        api.answer("POST", "/bundles", json(201, documented.valid("Bundle", documented.example("bundle"))));
        open();

        chromium.click("Capture now …");
        browser.findElement(By.id("reason")).sendKeys("before the upgrade");
        chromium.click("Capture");

        chromium.awaitText("Captured: " + NEWEST + " is on the store.");
        assertThat(api.requests())
                .contains("POST /api/v1/bundles {\"namespace\":\"apic\",\"cluster\":\"management\","
                        + "\"reason\":\"before the upgrade\",\"onlyIfChanged\":true}");
    }

    @Test
    void downloads_with_the_token(@TempDir Path folder) throws IOException {
        healthy();
        api.expect(TOKEN);
        var content = new byte[300_000];
        Arrays.fill(content, (byte) 'x');
        api.answer(
                "GET", "/bundles/" + NEWEST + "/archive", new Answer(200, "application/x-tar", Buffer.buffer(content)));
        chromium.download(folder);
        open();
        signIn(TOKEN);
        chromium.awaitTitle("PASS");

        chromium.click("Download " + NEWEST);

        chromium.awaitText("Downloaded " + NEWEST + ".tar, 293 KiB");
        chromium.await(page -> Files.exists(folder.resolve(NEWEST + ".tar")));
        assertThat(folder.resolve(NEWEST + ".tar")).hasBinaryContent(content);
    }

    @Test
    void shows_a_problem_with_its_title_detail_and_request_id() throws IOException {
        healthy();
        api.answer(
                "POST",
                "/bundles/" + NEWEST + "/verifications",
                documented.problem("/api/v1/bundles/{id}/verifications", "post", "store-unavailable"));
        open();

        chromium.click("Verify " + NEWEST);

        chromium.awaitText("Verifying " + NEWEST + ": failed");
        var problem = api.body("POST", "/bundles/" + NEWEST + "/verifications");
        assertThat(chromium.text())
                .contains(problem.path("title").asText(), problem.path("detail").asText())
                .contains("Request id " + problem.path("requestId").asText());
        chromium.awaitText(
                "Request id of the last error: " + problem.path("requestId").asText());
    }

    @Test
    void says_by_itself_that_it_cannot_refresh_and_marks_what_is_old() throws IOException {
        healthy();
        hastenTime();
        open();
        browser.findElement(By.cssSelector("#to-do summary")).click();
        api.stop();

        chromium.awaitText("Not refreshed");

        assertThat(chromium.text()).containsPattern("Last seen [23][0-9] s ago").contains("All below is old", NEWEST);
        assertThat(chromium.title()).startsWith("PASS (old)");
        assertThat(browser.findElement(By.id("stale")).getDomAttribute("role")).isEqualTo("alert");
        assertThat(browser.findElement(By.cssSelector("#to-do details")).getDomAttribute("open"))
                .isNotNull();

        api.resume();
        chromium.click("Look again");
        chromium.awaitTitle("PASS ·");
        assertThat(chromium.text()).doesNotContain("Not refreshed", "OLD");
    }

    @Test
    void shows_the_sections_of_the_subsystem_that_is_chosen() {
        api.forgetLateCalls();
        severalSubsystems();
        open();
        assertThat(api.requests()).containsExactly("GET /api/v1/status");
        assertThat(browser.findElements(By.cssSelector(".subsystems a")))
                .extracting(WebElement::getText)
                .containsExactly("apic-test/management", "apic-dev/management", "apic/management");

        browser.findElement(By.linkText("apic/management")).click();
        chromium.awaitText("Nothing: no check fails or warns.");

        assertThat(chromium.title()).startsWith("PASS · apic/management");
        assertThat(api.requests()).contains("GET /api/v1/recoverability?namespace=apic&cluster=management");
    }

    @Test
    void warns_above_the_table_of_files_and_verdicts_that_are_not_its_own() {
        healthy();
        var page = documented.example("bundlePage").put("foreignFiles", 2).put("forgedVerdicts", 1);
        api.answer("/bundles", documented.valid("BundlePage", page));

        open();

        assertThat(browser.findElement(By.id("bundles")).getText())
                .containsSubsequence(
                        "2 files in the folder are no bundles.",
                        "1 verdict was not written by this service.",
                        "All bundles on the store");
    }

    @Test
    void offers_the_commands_of_a_remedy_to_copy() {
        warning();
        open();

        assertThat(browser.findElement(By.cssSelector("#to-do .command")).getText())
                .contains("curl -sS -X POST '%sapi/v1/trust/challenges'".formatted(api.address()));
    }

    @Test
    void prints_the_sheet_alone() {
        healthy();
        open();
        openEverything();

        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));

        assertThat(chromium.text())
                .contains("RECOVERY SHEET", "prod-dc1/* namespaces=")
                .doesNotContain("What to do", "Capture now");
        screenshot("status-printed");
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    // the answers of the API in each state

    private void healthy() {
        answer(documented.example("status"), documented.example("recoverable"));
        api.answer("/recovery-points", documented.valid("RecoveryPointList", documented.example("recoveryPointList")));
        api.answer("/bundles", documented.valid("BundlePage", documented.example("bundlePage")));
        api.answer("/subsystems", documented.valid("SubsystemList", documented.example("subsystemList")));
        api.answer("/trust", documented.valid("Trust", documented.example("trust")));
        api.answer(
                "POST",
                "/bundles/" + NEWEST + "/verifications",
                json(200, documented.valid("VerificationReport", documented.example("verificationPassed"))));
    }

    /** Sets the report, and a status that agrees with it. */
    private void answer(ObjectNode status, ObjectNode report) {
        var verdict = DocumentedAnswers.count(report, "fail") > 0
                ? "fail"
                : DocumentedAnswers.count(report, "warn") > 0 ? "warn" : "pass";
        report.put("verdict", verdict);
        var subsystem = (ObjectNode) status.withArray("subsystems").get(0);
        subsystem
                .put("verdict", verdict)
                .put("passed", DocumentedAnswers.count(report, "pass"))
                .put("warned", DocumentedAnswers.count(report, "warn"))
                .put("failed", DocumentedAnswers.count(report, "fail"))
                .put("notProven", DocumentedAnswers.count(report, "skipped"));
        if (report.has("recoveryPoint")) {
            subsystem.set("recoveryPoint", report.get("recoveryPoint"));
        } else {
            subsystem.remove("recoveryPoint");
        }
        api.answer("/status", documented.valid("Status", status));
        api.answer("/recoverability", documented.valid("RecoverabilityReport", report));
    }

    private void warning() {
        healthy();
        var report = documented.example("recoverable");
        outcome(
                report,
                "backups-paired",
                "warn",
                "20261122-030015F and 20261122.050001 of apic/portal were started 119 min apart.",
                "Set the same backup schedule for both, for example 0 3 * * *.");
        outcome(
                report,
                "recipients-proven",
                "warn",
                "An identity was not shown to exist within 90 d. age17jpgvp29973zk33fnf6kw0zmkdmpk802qh688fj2yy8jqca5fdms50kf99: never.",
                "Have its keeper answer a challenge of POST /trust/challenges. If it is lost, replace the recipient.");
        answer(documented.example("status"), report);
    }

    private void brokenStoreAndStaleBackup() {
        healthy();
        var detail =
                "The SFTP server sftp.example.com:22 refused the connection. Check that it runs, apic-dr.sftp.host and"
                        + " .port, and firewalls. No further attempt before 2026-11-22T06:00:30Z.";
        var status = documented.example("status");
        status.withObject("store")
                .put("up", false)
                .put("lastSuccessAt", "2026-11-22T03:12:40Z")
                .put("detail", detail);
        status.withObject("captures")
                .putArray("failures")
                .addObject()
                .put("subject", "apic/management")
                .put("at", "2026-11-22T05:30:00Z")
                .put("detail", detail);
        var subsystem = (ObjectNode) status.withArray("subsystems").get(0);
        subsystem.remove("newestBundle");
        var report = documented.example("recoverable");
        report.remove("recoveryPoint");
        outcome(
                report,
                "database-backup-usable",
                "fail",
                "No backup of ManagementCluster apic/management can be used. 20261118-030011F is 4 d old, more than 2 d (twice the interval of its schedule).",
                "Take a full backup while the subsystem is Running with n/n, and capture a bundle with it.");
        outcome(
                report,
                "last-backup-failed",
                "warn",
                "The last backup of the database, 20261121-030012F, failed.",
                "See the message in its status and the log of the API Connect operator.");
        outcome(report, "store-access", "fail", detail, "See the message; the bundles cannot be listed.");
        for (var id : List.of(
                "bundle-exists",
                "bundle-authentic",
                "bundle-complete",
                "bundle-current",
                "identity-changed",
                "recipients-proven")) {
            outcome(report, id, "skipped", "The bundles could not be read. See store-access.", "");
        }
        answer(status, report);
        var away = Answer.problem(503, "store-unavailable", "The store is not available", detail);
        api.answer("GET", "/bundles", away);
        api.answer("GET", "/recovery-points", away);
    }

    private void apiServerDown() {
        healthy();
        var detail =
                "The API server https://10.0.0.1:6443 did not answer (Connection refused). Check that it is up and reachable from here.";
        var status = documented.example("status");
        status.withObject("cluster")
                .put("up", false)
                .put("lastSuccessAt", "2026-11-22T05:40:11Z")
                .put("detail", detail);
        var report = documented.example("recoverable");
        report.remove("recoveryPoint");
        outcome(
                report,
                "cluster-access",
                "fail",
                detail,
                "Have the cluster repaired, or recover from the newest bundle.");
        for (var id : List.of(
                "subsystem-healthy",
                "encryption-secret",
                "credential-secrets",
                "backup-credentials",
                "endpoints",
                "settings",
                "database-backup-scheduled",
                "database-backup-usable",
                "last-backup-failed",
                "portal-present",
                "portal-backup-scheduled",
                "portal-backup-usable",
                "backups-paired",
                "versions-match",
                "bundle-current",
                "identity-changed",
                "clock-skew",
                "paused")) {
            outcome(report, id, "skipped", "The API server could not be asked. See cluster-access.", "");
        }
        answer(status, report);
        var away = Answer.problem(503, "cluster-unavailable", "The cluster is not available", detail);
        api.answer("GET", "/subsystems", away);
        api.answer("GET", "/recovery-points", away);
    }

    private void severalSubsystems() {
        healthy();
        var status = documented.example("status");
        var subsystems = status.withArray("subsystems");
        var good = subsystems.get(0).<ObjectNode>deepCopy();
        good.set("recoveryPoint", documented.example("recoverable").get("recoveryPoint"));
        var bad = good.deepCopy()
                .put("namespace", "apic-test")
                .put("verdict", "fail")
                .put("failed", 3)
                .put("passed", 22);
        bad.remove("recoveryPoint");
        var unknown = good.deepCopy()
                .put("namespace", "apic-dev")
                .put("verdict", "fail")
                .put("passed", 0)
                .put("detail", "The report could not be made in time.");
        subsystems.removeAll();
        status.withArray("subsystems").add(bad).add(unknown).add(good);
        api.answer("/status", documented.valid("Status", status));
    }

    private void emptyStore() {
        healthy();
        var status = documented.example("status");
        ((ObjectNode) status.withArray("subsystems").get(0)).remove("newestBundle");
        ((ObjectNode) status.withArray("subsystems").get(0))
                .put("unprotectedSince", "2026-11-22T05:10:00Z")
                .putArray("verifications");
        var report = documented.example("recoverable");
        report.remove("recoveryPoint");
        outcome(
                report,
                "bundle-exists",
                "fail",
                "The store has no bundle of apic/management.",
                "Capture a new bundle.");
        outcome(report, "bundle-authentic", "skipped", "There is no bundle. See bundle-exists.", "");
        answer(status, report);
        api.answer(
                "/bundles",
                documented.valid(
                        "BundlePage",
                        documented
                                .example("bundlePage")
                                .set("items", documented.example("bundlePage").arrayNode())));
        api.answer("/recovery-points", "{\"items\": []}");
    }

    private void nothingInstalled() {
        healthy();
        var status = documented.example("status");
        status.putArray("subsystems");
        api.answer("/status", documented.valid("Status", status));
        var none = Answer.problem(
                404, "subsystem-not-found", "No such subsystem", "No ManagementCluster is visible in apic.");
        api.answer("GET", "/recoverability", none);
        api.answer("GET", "/recovery-points", none);
        api.answer("/bundles", "{\"items\": []}");
    }

    /** JSON with markup in each text that is not one of a fixed set or a time. */
    private static String planted(JsonNode json) {
        plant(json);
        return json.toString();
    }

    private static void plant(JsonNode json) {
        if (json instanceof ObjectNode object) {
            for (var member : object.properties()) {
                if (member.getValue().isTextual()
                        && isFree(member.getKey(), member.getValue().asText())) {
                    member.setValue(TextNode.valueOf(member.getValue().asText() + MARKUP));
                }
            }
        } else if (json instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(i, TextNode.valueOf(array.get(i).asText() + MARKUP));
                }
            }
        }
        json.forEach(StatusPageIT::plant);
    }

    private static boolean isFree(String member, String value) {
        return !Set.of("verdict", "outcome", "state").contains(member) && !value.matches("20..-..-..T.*Z");
    }

    private static Answer json(int status, String body) {
        return new Answer(status, "application/json", Buffer.buffer(body));
    }

    // the page

    private void open() {
        browser.get(api.address() + "page/icon.svg");
        browser.executeScript("sessionStorage.clear()");
        browser.get(api.address().toString());
        settle();
    }

    /** Waits until the page has loaded what it shows. */
    private void settle() {
        chromium.await(page -> chromium.script("""
                return document.querySelector('main[aria-busy]') === null
                    && !document.getElementById('answer-heading').textContent.startsWith('Loading')
                """));
    }

    private void signIn(String token) {
        browser.findElement(By.id("token")).sendKeys(token + Keys.ENTER);
    }

    private void openEverything() {
        for (var id : List.of("subsystem", "trust")) {
            browser.findElement(By.cssSelector("#" + id + " summary")).click();
        }
        chromium.awaitText("ManagementCluster management");
        chromium.awaitText("RECOVERY SHEET");
        browser.findElements(By.cssSelector("#to-do summary")).forEach(WebElement::click);
    }

    private void press(CharSequence key) {
        browser.switchTo().activeElement().sendKeys(key);
    }

    /** The name of the element that has the focus. */
    private String focused() {
        return (String) requireNonNull(
                chromium.script("return document.activeElement.ariaLabel || document.activeElement.textContent"));
    }

    /** Has time pass ten times as fast for the page that is opened next, by its clock and its timers. */
    private void hastenTime() {
        hastened = (String) browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                                const [clock, timeout, interval] = [Date.now, setTimeout, setInterval];
                                const begun = clock();
                                Date.now = () => begun + 10 * (clock() - begun);
                                setTimeout = (run, millis) => timeout(run, millis / 10);
                                setInterval = (run, millis) => interval(run, millis / 10);
                                """))
                .get("identifier");
    }

    private void look(int width, boolean dark) {
        chromium.resize(width, 900);
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** What axe finds with more options, as one line for each rule and element. */
    @SuppressWarnings("unchecked")
    private Set<String> violations(String options) {
        if (chromium.script("return typeof axe").equals("undefined")) {
            browser.executeScript(axe);
        }
        var result = browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run({resultTypes: ['violations'], %s}).then(found => done(found.violations.flatMap(rule => rule.nodes.map(
                    node => `${rule.id}: ${node.target} ${node.failureSummary}`))), failure => done([String(failure)]));
                """.formatted(options));
        return ((List<String>) requireNonNull(result)).stream().collect(Collectors.toSet());
    }

    /** Writes a screenshot of the whole page, not only of what the window shows. */
    private void screenshot(String name) {
        Chromium.screenshot(name, () -> {
            var height = (Long) chromium.script("return document.documentElement.scrollHeight");
            var width = (Long) chromium.script("return document.documentElement.clientWidth");
            Map<String, Object> page = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
            var shot = browser.executeCdpCommand(
                    "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", page));
            return Base64.getDecoder().decode((String) requireNonNull(shot.get("data")));
        });
    }
}
