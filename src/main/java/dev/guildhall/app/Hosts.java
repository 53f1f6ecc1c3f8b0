package dev.guildhall.app;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Names and IP addresses of machines. */
final class Hosts {
    static final String EXPECTED = "a host name or an IP address without brackets";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private Hosts() {}

    /** @throws IllegalArgumentException with a predicate that says what is wrong */
    static String checked(String text) {
        boolean isIpv6 = NetUtil.isValidIpV6Address(text) && !text.startsWith("[");
        if (!isIpv6 && !NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a valid host");
        }
        return text;
    }

    /** Whether only this machine can reach it; names other than localhost are not looked up. */
    static boolean isLoopback(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            return host.equalsIgnoreCase("localhost");
        }
        try {
            return InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
