import type { NextConfig } from "next";
import { fileURLToPath } from "node:url";

const config: NextConfig = {
  // Only the wiring by a proxy needs this: pages call /guildhall/…, sockets included, and Next.js passes it on.
  rewrites: async () => [
    { source: "/guildhall/:path*", destination: `${process.env.GUILDHALL_URL || "http://localhost:8080"}/:path*` },
  ],
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
};

export default config;
