package org.apicdr.bundle;

import java.util.Optional;

/**
 * Which server and account keep the bundles; enough to tell whether something else lies at the same place.
 *
 * @param host host name or address of the server
 * @param port its port
 * @param account the user that logs in there; a property, so no secret
 * @param hostKey fingerprint of the key that the server presented for the present session, {@code SHA256:…}; empty as long
 *     as there was no session
 */
public record StoreAccount(String host, int port, String account, Optional<String> hostKey) {}
