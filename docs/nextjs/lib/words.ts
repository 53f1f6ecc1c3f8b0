import { days, money } from "./format";
import type { ModerationEvent, Order, OrderAction, OrderEvent, PaymentAttempt, Proposal, ProposalAction, Resolution } from "./guildhall";

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
  "agree-extend": "New date agreed",
  "agree-cancel": "Cancellation agreed",
  "auto-dispute": "Dispute opened, as the time was up",
  "auto-confirm-refund": "Refund taken as received, as nobody objected in time",
};

type Input = "proof" | "refund" | "note" | "reason" | "resolution" | "extension" | "cancellation" | "statement";

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
  "propose-extend": { label: "Propose a new date", input: "extension", tone: "quiet" },
  "propose-cancel": { label: "Propose to cancel", input: "cancellation", tone: "quiet" },
  "add-statement": { label: "Add a statement", input: "statement" },
};

export const OUTCOME: Record<Resolution["outcome"], string> = {
  COMPLETED: "is completed",
  IN_PROGRESS: "goes on, with a new date",
  CANCELLED: "is cancelled",
};

/** What was proposed, in words. */
export function proposed({ kind, days: count, refund_amount }: Proposal, { currency }: Order) {
  if (kind === "extend") return `The work is handed in ${days(count ?? 0)} later`;
  return `The order is cancelled, and ${money(refund_amount ?? "0", currency)} is paid back`;
}

export const PROPOSAL: Record<Proposal["status"], string> = {
  open: "open",
  accepted: "accepted",
  declined: "declined",
  withdrawn: "withdrawn",
  expired: "not answered in time",
  overtaken: "overtaken by what happened",
};

export const PROPOSAL_ACTION: Record<ProposalAction, { label: string; tone?: "quiet" }> = {
  accept: { label: "Accept" },
  decline: { label: "Decline", tone: "quiet" },
  withdraw: { label: "Withdraw my proposal", tone: "quiet" },
};

type Clock = keyof Order["deadlines"];
type Side = "client" | "freelancer";

/** Whose turn each clock is, and what happens when its time is up. `name` says who that is to the reader. */
export const CLOCK: Record<Clock, (order: Order, name: (side: Side) => string) => string> = {
  pay_by: (_, name) => `${name("client")} must pay and hand in the proof by then. Otherwise the order is cancelled.`,
  confirm_by: ({ status }, name) =>
    status === "CANCELLED"
      ? `${name("client")} must say by then whether the refund came. Otherwise it counts as received.`
      : `${name("freelancer")} must say by then whether the payment came. Otherwise a dispute opens by itself.`,
  deliver_by: (_, name) => `${name("freelancer")} must hand in the work by then. If it is late, nothing happens by itself yet.`,
  approve_by: (_, name) =>
    `${name("client")} must approve the work or ask for a revision by then. Otherwise it counts as approved.`,
  abandon_by: (_, name) =>
    `${name("freelancer")} must hand in the work by then at the very latest. Otherwise a dispute opens by itself.`,
  refund_by: (_, name) =>
    `${name("freelancer")} must pay the money back by then. Otherwise the refund is overdue: there are no new orders until it is` +
    " paid, and a dispute opens by itself if there was none.",
  appeal_by: (_, name) => `${name("client")} can still open a dispute until then. After that it stays as it is.`,
  respond_by: ({ dispute }, name) =>
    dispute?.answered
      ? "An admin can decide now."
      : `${silent(dispute?.opened_by, name)} should say by then what happened. After that, an admin can decide without it.`,
};

/** Whoever opened a dispute has said why. */
function silent(openedBy: string | undefined, name: (side: Side) => string) {
  if (openedBy === "client") return name("freelancer");
  if (openedBy === "freelancer") return name("client");
  return "Both sides";
}

/** What Guildhall says itself stands in `detail`; these say what to do now. */
export const PROBLEM: Record<string, string> = {
  freelancer_owes_refund:
    "This freelancer owes somebody a refund that is overdue. Until it is paid, nobody can order from them.",
  proposal_open: "The other side has made a proposal. Answer it first.",
  proposal_closed: "This proposal is closed: it was answered, its time was up, or the order has moved on.",
  not_disputed: "This order is not in dispute any more.",
  too_many_statements: "Your side has said all that it can in this dispute. Wait for an admin.",
  dispute_unanswered: "Not both sides have spoken yet, and they still have time to.",
};
