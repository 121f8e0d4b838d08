package org.apicdr.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the secrets of a subsystem; among the credentials, every oddity that a copy may stumble over. */
final class SampleSecrets {

    private static final int LARGE = 100_000;

    private final SecureRandom random = new SecureRandom();
    private final OwnerReference owner;

    SampleSecrets(OwnerReference owner) {
        this.owner = owner;
    }

    List<Secret> all(SecretNames names) {
        var secrets = new ArrayList<Secret>();
        secrets.add(secret(names.encryption(), Map.of("encryption_secret", bytes(128))));
        for (var i = 0; i < names.credentials().size(); i++) {
            secrets.add(odd(i, credential(names.credentials().get(i))));
        }
        secrets.add(login(names.backup()));
        for (var name : names.portal()) {
            secrets.add(
                    name.contains("backup") ? login(name) : secret(name, Map.of("encryption_secret.b64", text(64))));
        }
        secrets.add(owned(login(names.others().get(0))));
        names.others().stream().skip(1).map(this::certificate).forEach(secrets::add);
        return secrets;
    }

    /** Other random bytes under the same keys; what was empty stays empty. */
    Secret rotated(Secret secret) {
        var data = new LinkedHashMap<String, String>();
        secret.getData()
                .forEach((key, value) -> data.put(key, bytes(Base64.getDecoder().decode(value).length)));
        return new SecretBuilder(secret).withData(data).build();
    }

    private Secret odd(int index, Secret secret) {
        var builder = new SecretBuilder(secret);
        switch (index) {
            case 0 ->
                builder.editMetadata()
                        .addToAnnotations(
                                "kubectl.kubernetes.io/last-applied-configuration",
                                new KubernetesSerialization().asJson(secret))
                        .endMetadata();
            case 1 -> builder.withImmutable(true);
            case 2 -> builder.withType("apiconnect.ibm.com/client-credential");
            case 3 -> builder.addToData("empty", "");
            case 4 -> builder.addToData("010", bytes(16)).addToData("1e3", bytes(16));
            case 5 -> builder.addToData("large", bytes(LARGE));
            default -> {}
        }
        return builder.build();
    }

    private Secret credential(String name) {
        return owned(
                secret(name, Map.of("client_id", text(36), "client_secret", bytes(64), "credential.json", bytes(200))));
    }

    private Secret login(String name) {
        return secret(name, Map.of("username", encode("apicbackup".getBytes(UTF_8)), "password", text(24)));
    }

    /** A TLS secret as cert-manager issues it. */
    Secret certificate(String name) {
        var secret = secret(name, Map.of("ca.crt", text(400), "tls.crt", text(400), "tls.key", text(400)));
        return new SecretBuilder(secret)
                .editMetadata()
                .addToAnnotations("cert-manager.io/certificate-name", name)
                .endMetadata()
                .withType("kubernetes.io/tls")
                .build();
    }

    private Secret secret(String name, Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app.kubernetes.io/part-of", owner.getName())
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
    }

    private Secret owned(Secret secret) {
        return new SecretBuilder(secret)
                .editMetadata()
                .withOwnerReferences(owner)
                .endMetadata()
                .build();
    }

    private String bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return encode(bytes);
    }

    /** Random as well, but readable. */
    private String text(int length) {
        return encode(bytes(length).substring(0, length).getBytes(UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
