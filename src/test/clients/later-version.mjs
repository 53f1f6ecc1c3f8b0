import { createServer } from "node:http";

/**
 * Guildhall as a later version may be: its answers have a field more in each object, which a client made from today's
 * contract does not know and has to ignore.
 */
export async function startLaterVersion(port) {
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await forward(port, request);
    const isJson = /json/.test(headers.get("content-type") ?? "");
    for (const [name, value] of headers) if (!OF_A_CONNECTION.includes(name)) response.setHeader(name, value);
    response.writeHead(status).end(isJson && body.length ? JSON.stringify(grown(JSON.parse(body))) : body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((closed) => server.close(closed)),
  };
}

/** What is about one connection, and not about the request or its answer. */
const OF_A_CONNECTION = ["host", "connection", "keep-alive", "content-length", "transfer-encoding", "upgrade", "http2-settings", "expect"];

async function forward(port, request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = new Headers(Object.entries(request.headers).filter(([name]) => !OF_A_CONNECTION.includes(name)));
  const answer = await fetch(`http://127.0.0.1:${port}${request.url}`, {
    method: request.method,
    headers,
    body: chunks.length ? Buffer.concat(chunks) : undefined,
  });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}

/** Has a field more in each object. */
export function grown(value) {
  if (Array.isArray(value)) return value.map(grown);
  if (value === null || typeof value !== "object") return value;
  const fields = Object.entries(value).map(([name, field]) => [name, grown(field)]);
  return { ...Object.fromEntries(fields), of_a_later_version: { any: [1, "thing"] } };
}
