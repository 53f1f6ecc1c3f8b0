package dev.guildhall.support;

import java.util.UUID;

/** A gig and its freelancer. */
public record TestGig(UUID id, Person freelancer) {}
