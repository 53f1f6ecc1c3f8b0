package dev.guildhall.gig;

import java.math.BigDecimal;

/** A gig as its freelancer first describes it. */
record NewGig(String title, String description, BigDecimal price, int deliveryDays, boolean isActive) {}
