import type { NextConfig } from "next";
import { fileURLToPath } from "node:url";
import publicPaths from "./public-paths.json" with { type: "json" };

const wiring = process.env.WIRING || "cookie";
const guildhallUrl = process.env.GUILDHALL_URL || "http://localhost:8080";
const appUrl = process.env.AUTH_URL;

/** A parameter is one segment without escapes and without dots at its ends: nothing that leads to another path. */
const template = (path: string) => path.replaceAll(/\{(\w+)\}/g, ":$1([\\w-]+(?:\\.[\\w-]+)*)");
const target = (path: string) => path.replaceAll(/\{(\w+)\}/g, ":$1");

const config: NextConfig = {
  // Pages call /guildhall/…, sockets included, and Next.js passes on what the contract has for the outside.
  rewrites: async () =>
    wiring === "proxy"
      ? publicPaths.map((path) => ({ source: `/guildhall${template(path)}`, destination: guildhallUrl + target(path) }))
      : [],
  // Rewrites are fixed by the build, so that the start has to know for which wiring that was.
  env: { BUILT_WIRING: wiring },
  poweredByHeader: false,
  // While developing, Next.js sends its scripts to pages of localhost and of these hosts only.
  allowedDevOrigins: appUrl ? [new URL(appUrl).hostname] : [],
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
};

export default config;
