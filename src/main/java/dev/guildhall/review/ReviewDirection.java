package dev.guildhall.review;

/** Whether a user received or wrote the reviews of a list. */
enum ReviewDirection {
    RECEIVED,
    GIVEN
}
