/**
 * What every HTTP request passes through, whichever feature handles it: routing, reading of bodies and query strings,
 * pages, idempotency keys, problems, metrics and health. It knows no feature; a feature adds its paths by implementing
 * {@link dev.guildhall.http.Routes}. Begin with {@link dev.guildhall.http.Api}, where each route says who may call it,
 * then {@link dev.guildhall.http.Request} and {@link dev.guildhall.http.Reply}; {@link dev.guildhall.http.ApiRouter}
 * puts it together and {@link dev.guildhall.http.HttpVerticle} listens.
 */
@NullMarked
package dev.guildhall.http;

import org.jspecify.annotations.NullMarked;
