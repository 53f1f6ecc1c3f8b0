package dev.guildhall.demo;

import java.util.UUID;

/**
 * A user of the demo.
 *
 * @param name of the shell variable with the token
 * @param token valid for twelve hours; it is logged, unlike a real one
 */
record DemoPerson(String name, String fullName, String email, UUID id, String token) {}
