package org.apicdr.bundle;

import java.util.Optional;

/**
 * The server and account of the store. Used to detect whether other data is stored at the same place.
 *
 * @param host host name or address of the server
 * @param port its port
 * @param account the user name; not a secret
 * @param hostKey fingerprint of the key that the server presented for the current session, {@code SHA256:…}; empty
 *     before the first session
 */
public record StoreAccount(String host, int port, String account, Optional<String> hostKey) {}
