package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrustTest extends RestTest {

    private static final String TRUST = "/api/v1/trust";

    @Test
    void has_the_members_of_the_contract() {
        var trust = when().get(TRUST).then().statusCode(200).extract().jsonPath();

        assertThat(trust.<String, Object>getMap("$").keySet())
                .containsExactlyInAnyOrder(
                        "site",
                        "signer",
                        "allowedSigners",
                        "sha256",
                        "recipients",
                        "hostKeys",
                        "commands",
                        "principals",
                        "recoverSha256",
                        "sheet");
    }

    @Test
    void names_the_digest_of_the_allowed_signers_file() throws GeneralSecurityException {
        var trust = when().get(TRUST).then().statusCode(200).extract().jsonPath();

        var file = (trust.getString("allowedSigners") + "\n").getBytes(StandardCharsets.UTF_8);

        assertThat(trust.getString("sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    }

    @Test
    void names_the_signer_of_new_bundles() {
        world().subsystem();
        var signer = capture("{}").statusCode(201).extract().<String>path("signature.signer");

        when().get(TRUST).then().statusCode(200).body("signer", is(signer));
    }

    @Test
    void names_the_recipients_of_new_bundles() {
        world().subsystem();
        var recipients = capture("{}").statusCode(201).extract().path("manifest.payload.recipients");

        when().get(TRUST).then().statusCode(200).body("recipients", is(recipients));
    }

    @Test
    void names_the_host_keys_of_the_store() {
        when().get(TRUST).then().statusCode(200).body("hostKeys", is(not(hasSize(0))));
    }

    @Test
    void gives_the_commands_that_check_a_bundle_for_this_site_and_signer() {
        var trust = when().get(TRUST).then().statusCode(200).extract().jsonPath();

        assertThat(trust.<String>getList("commands"))
                .contains("PRINCIPAL=\"%s/$NAMESPACE/$CLUSTER\"".formatted(trust.getString("site")))
                .contains("printf '%%s\\n' '%s' > \"$SIGNERS\"".formatted(trust.getString("allowedSigners")))
                .contains("check_bundle() (");
    }

    @Test
    void serves_the_recovery_script_with_its_digest() throws GeneralSecurityException {
        var script = when().get(TRUST + "/recover")
                .then()
                .statusCode(200)
                .contentType("application/x-sh")
                .extract()
                .asByteArray();

        assertThat(new String(script, StandardCharsets.UTF_8)).startsWith("#!/bin/sh\n");
        when().get(TRUST)
                .then()
                .body(
                        "recoverSha256",
                        is(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(script))));
    }

    @Test
    void prints_a_sheet_for_the_worst_day() {
        world().subsystem();

        var trust = when().get(TRUST).then().statusCode(200).extract().jsonPath();

        var principals = trust.<String>getList("principals");
        assertThat(principals).hasSize(1).allMatch(principal -> principal.startsWith(trust.getString("site") + "/"));
        assertThat(trust.<String>getList("sheet"))
                .contains("  export PRINCIPAL='%s'".formatted(principals.get(0)))
                .contains("  SHA-256: " + trust.getString("recoverSha256"))
                .contains("  " + trust.getString("allowedSigners"))
                .contains("Host key: " + trust.getString("hostKeys[0]"))
                .contains("- An age identity of " + trust.getString("recipients[0]"))
                .anyMatch(line -> line.startsWith("SFTP server: "));
    }
}
