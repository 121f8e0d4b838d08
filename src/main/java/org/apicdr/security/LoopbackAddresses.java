package org.apicdr.security;

import io.netty.util.NetUtil;
import java.util.Set;

/** Recognizes loopback names and IP addresses without DNS lookups. */
public final class LoopbackAddresses {

    private static final Set<String> NAMES = Set.of("localhost", "localhost.localdomain", "ip6-localhost");

    private LoopbackAddresses() {}

    public static boolean isLoopback(String host) {
        if (NAMES.contains(host)) {
            return true;
        }
        var address = NetUtil.createInetAddressFromIpAddressString(host);
        return address != null && address.isLoopbackAddress();
    }

    public static boolean isAddress(String host) {
        return NetUtil.createInetAddressFromIpAddressString(host) != null;
    }
}
