import { Server, type IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

const PEER = "x-peer-address";

/** Puts who is at the other end of a connection into a header, since Next.js hands on only what the client says of itself. */
export function tellPeers() {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string | symbol, ...rest: unknown[]) {
    if (event === "request") {
      const request = rest[0] as IncomingMessage;
      request.headers[PEER] = request.socket.remoteAddress;
    }
    return Reflect.apply(emit, this, [event, ...rest]) as boolean;
  };
}

/**
 * The address that a request comes from. Each proxy appends whom it heard to X-Forwarded-For, so that the list is read from its end
 * for as long as the proxies are ours; before that stands whatever the client made up. Undefined where nobody can tell.
 */
export function clientIp(headers: Headers, trustedProxies: string[]): string | undefined {
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  const trusted = new BlockList();
  for (const proxy of trustedProxies) {
    const [net = "", bits] = proxy.split("/");
    const family = isIP(net) === 6 ? "ipv6" : "ipv4";
    trusted.addSubnet(net, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
  }
  let address = headers.get(PEER) ?? undefined;
  while (address && isIP(address)) {
    if (!trusted.check(address, isIP(address) === 6 ? "ipv6" : "ipv4")) return address;
    address = hops.pop();
  }
  return undefined;
}
