SwaggerUIBundle({
  url: "openapi.yaml",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  // Not sent to the validator of swagger.io.
  validatorUrl: null,
});
