/**
 * The common parts of every HTTP request: routing, request bodies and query strings, pages, idempotency keys, problems,
 * metrics and health. It knows no feature; a feature adds its routes by implementing {@link dev.guildhall.http.Routes}.
 * Begin with {@link dev.guildhall.http.Api}, where each route states who may call it, then
 * {@link dev.guildhall.http.Request} and {@link dev.guildhall.http.Reply}; {@link dev.guildhall.http.ApiRouter} creates the router
 * and {@link dev.guildhall.http.HttpVerticle} listens.
 */
@NullMarked
package dev.guildhall.http;

import org.jspecify.annotations.NullMarked;
