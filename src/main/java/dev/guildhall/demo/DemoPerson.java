package dev.guildhall.demo;

import java.util.UUID;

/**
 * Somebody in the demo.
 *
 * @param name of the shell variable that holds their token
 * @param token good for twelve hours; shown to whoever tries things, unlike any real one
 */
record DemoPerson(String name, String fullName, String email, UUID id, String token) {}
