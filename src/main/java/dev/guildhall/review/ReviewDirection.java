package dev.guildhall.review;

/** Whether a user was reviewed, or wrote the review. */
enum ReviewDirection {
    RECEIVED,
    GIVEN
}
