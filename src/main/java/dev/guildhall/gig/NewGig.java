package dev.guildhall.gig;

import java.math.BigDecimal;

/** A gig that a freelancer creates. */
record NewGig(String title, String description, BigDecimal price, int deliveryDays, boolean isActive) {}
