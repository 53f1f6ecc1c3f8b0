package dev.guildhall.support;

import java.util.UUID;

/** Something on offer. */
public record TestGig(UUID id, Person freelancer) {}
