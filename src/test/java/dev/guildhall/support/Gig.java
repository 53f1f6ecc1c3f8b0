package dev.guildhall.support;

import java.util.UUID;

/** Something on offer. */
public record Gig(UUID id, Person freelancer) {}
