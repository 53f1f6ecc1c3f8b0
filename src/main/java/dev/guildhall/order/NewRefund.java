package dev.guildhall.order;

import java.math.BigDecimal;

/** A refund as the freelancer says to have sent it. */
record NewRefund(String reference, BigDecimal amount) {}
