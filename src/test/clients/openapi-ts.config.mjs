export default {
  input: "../../../docs/openapi.yaml",
  output: "../../../target/clients/hey-api",
  plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "zod", { name: "@hey-api/sdk", validator: true }],
};
