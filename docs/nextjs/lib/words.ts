import type { ModerationEvent, Order, OrderAction, OrderEvent, PaymentAttempt } from "./guildhall";

/** How statuses are called on the screen. */
export const STATUS: Record<Order["status"], string> = {
  PENDING_PAYMENT: "To be paid",
  PAYMENT_SUBMITTED: "Payment to verify",
  PAYMENT_CONFIRMED: "Paid",
  IN_PROGRESS: "In progress",
  SUBMITTED: "Handed in",
  REVISION_REQUESTED: "Revision requested",
  COMPLETED: "Completed",
  DISPUTED: "In dispute",
  CANCELLED: "Cancelled",
};

export const PAYMENT: Record<Order["payment_status"], string> = {
  PENDING: "not paid yet",
  SUBMITTED: "proof handed in",
  CONFIRMED: "received",
  REJECTED: "not found",
  REFUND_DUE: "refund due",
  REFUND_SENT: "refund sent",
  REFUNDED: "refunded",
};

export const PROOF: Record<PaymentAttempt["outcome"], string> = {
  submitted: "not verified yet",
  verified: "verified",
  rejected: "payment not found",
  withdrawn: "withdrawn",
};

export const MODERATION: Record<ModerationEvent["action"], string> = {
  user_deactivated: "User deactivated",
  user_reactivated: "User reactivated",
  gig_taken_down: "Gig taken down",
  gig_restored: "Gig restored",
  admin_granted: "Made an admin",
  admin_revoked: "No longer an admin",
};

export const EVENT: Record<OrderEvent["action"], string> = {
  place: "Ordered",
  "submit-payment": "Proof of payment handed in",
  "withdraw-payment": "Proof of payment withdrawn",
  "confirm-payment": "Payment confirmed",
  "reject-payment": "Payment not found",
  start: "Work started",
  "submit-work": "Work handed in",
  approve: "Work approved",
  revision: "Revision requested",
  cancel: "Cancelled",
  "submit-refund": "Refund sent",
  "confirm-refund": "Refund received",
  dispute: "Dispute opened",
  resolve: "Dispute settled",
  "auto-approve": "Approved, as nobody objected in time",
  "auto-cancel": "Cancelled, as nobody paid in time",
};

type Input = "proof" | "refund" | "note" | "reason" | "resolution";

/** How actions are called, and what they ask for. Which of them there are is what `allowed_actions` says. */
export const ACTION: Record<OrderAction, { label: string; input?: Input; hint?: string; tone?: "quiet" | "danger" }> = {
  "submit-payment": { label: "I have paid", input: "proof" },
  "withdraw-payment": { label: "Withdraw my proof", tone: "quiet" },
  "confirm-payment": { label: "Confirm payment" },
  "reject-payment": { label: "Payment not found", input: "reason", hint: "What did you look for?", tone: "quiet" },
  start: { label: "Start work", tone: "quiet" },
  "submit-work": { label: "Hand in work", input: "note", hint: "Where is it, and what should they know?" },
  approve: { label: "Approve work" },
  revision: { label: "Ask for a revision", input: "note", hint: "What should be different?", tone: "quiet" },
  cancel: { label: "Cancel order", input: "reason", hint: "Why?", tone: "danger" },
  "submit-refund": { label: "I have sent the refund", input: "refund" },
  "confirm-refund": { label: "I have my money back" },
  dispute: { label: "Open a dispute", input: "reason", hint: "What went wrong? An admin will read this.", tone: "danger" },
  resolve: { label: "Settle the dispute", input: "resolution" },
};
