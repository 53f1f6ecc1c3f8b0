const input = "../../../docs/openapi.yaml";

export default {
  client: { input, output: { target: "../../../target/clients/orval/api.ts", client: "fetch", baseUrl: process.env.GUILDHALL_URL } },
  schemas: { input, output: { target: "../../../target/clients/orval/zod.ts", client: "zod" } },
};
