package dev.guildhall.user;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * The address of a sign-in: an IPv4 address, or the /64 network of an IPv6 address, since one customer has all addresses of
 * it.
 *
 * @param network in the notation of PostgreSQL's {@code cidr}
 */
record ClientAddress(String network) {
    private static final int NETWORK_BYTES = 8;

    /** Empty if the text is not one IP address; an IPv4 address in IPv6 notation is converted to IPv4. */
    static Optional<ClientAddress> parse(String text) {
        boolean isIp = NetUtil.isValidIpV4Address(text)
                // Brackets belong to URLs, and zones are valid only on the machine itself.
                || (NetUtil.isValidIpV6Address(text) && text.matches("[0-9A-Fa-f:.]+"));
        InetAddress address = isIp ? NetUtil.createInetAddressFromIpAddressString(text) : null;
        if (address == null) {
            return Optional.empty();
        }
        if (!(address instanceof Inet6Address)) {
            return Optional.of(new ClientAddress(address.getHostAddress() + "/32"));
        }
        byte[] network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK_BYTES), 2 * NETWORK_BYTES);
        return Optional.of(new ClientAddress(NetUtil.bytesToIpAddress(network) + "/64"));
    }
}
