"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { moneyInput } from "@/lib/format";
import { act, ok, Refused, type Choice, type Order, type OrderAction } from "@/lib/guildhall";
import { ACTION, OUTCOME } from "@/lib/words";
import { Field, Form } from "./form";
import { useGuildhall } from "./guildhall-provider";

/** A button for each thing that Guildhall lets this reader do now; no rule of the marketplace is known here. */
export function OrderActions({ order, etag }: Omit<Choice, "action">) {
  const [chosen, choose] = useState<OrderAction>();
  const actions = order.allowed_actions;
  if (chosen && actions.includes(chosen) && ACTION[chosen].input)
    return (
      <div className="chosen">
        <h3>{ACTION[chosen].label}</h3>
        <Act order={order} etag={etag} action={chosen} done={() => choose(undefined)} />
        <button className="link" onClick={() => choose(undefined)}>Not now</button>
      </div>
    );
  if (actions.length === 0) return null;
  return (
    <div className="actions">
      {actions.map((action) =>
        ACTION[action].input ? (
          <button key={action} className={ACTION[action].tone} onClick={() => choose(action)}>{ACTION[action].label}</button>
        ) : (
          <Act key={action} order={order} etag={etag} action={action} />
        ),
      )}
    </div>
  );
}

function Act({ done, ...choice }: Choice & { done?: () => void }) {
  const { order, action } = choice;
  const { guildhall } = useGuildhall();
  const router = useRouter();
  const { label, tone } = ACTION[action];

  const send = async (form: FormData) => {
    try {
      await act(guildhall, choice, bodyOf(form));
    } catch (refused) {
      // The other side was faster: show where the order stands now.
      if (refused instanceof Refused && [409, 412].includes(refused.problem.status)) router.refresh();
      throw refused;
    }
    done?.();
    router.refresh();
  };
  return <Form send={send} submit={label} tone={tone} label={label}><Inputs order={order} action={action} /></Form>;
}

function Inputs({ order, action }: { order: Order; action: OrderAction }) {
  const { me } = useGuildhall();
  const { input, hint } = ACTION[action];
  // Who says that they did pay, though no proof stands, proves it.
  const isProof = action === "dispute" && order.payment_proof === null;
  switch (isProof ? "proof" : input) {
    case "proof":
      return (
        <>
          <Field name="proof_reference" label="Reference of your payment" hint="What your bank or mobile money service calls it." />
          <Field name="payer_name" label="Name of the payer" defaultValue={me?.full_name} />
          <Field name="amount" label={`Amount in ${order.currency}`} inputMode="decimal" defaultValue={order.amount} />
          <Field name="proof_url" label="Address of a picture of the receipt (optional)" type="url" placeholder="https://" />
        </>
      );
    case "refund":
      return (
        <>
          <Field name="proof_reference" label="Reference of the refund" hint="What your bank or mobile money service calls it." />
          <Field name="amount" label={`Amount in ${order.currency}`} inputMode="decimal" defaultValue={order.refund_amount ?? ""} />
        </>
      );
    case "note":
      return <Field name="note" label="Note" as="textarea" rows={3} hint={hint} />;
    case "reason":
      return <Field name="reason" label="Reason" as="textarea" rows={3} hint={hint} />;
    case "resolution":
      return (
        <>
          <Field name="outcome" label="The order" as="select">
            {order.dispute?.outcomes.map((outcome) => <option key={outcome} value={outcome}>{OUTCOME[outcome]}</option>)}
          </Field>
          <Field name="payment_made" label="The payment" as="select">
            <option value="">was made, if the freelancer had confirmed it</option>
            <option value="true">was made</option>
            <option value="false">was not made</option>
          </Field>
          {order.refund_amount && (
            <Field name="refund_made" label="The refund" as="select">
              <option value="false">did not come</option>
              <option value="true">came</option>
            </Field>
          )}
          <Field name="refund_amount" label={`To be paid back, in ${order.currency} (if not as before, or all)`} inputMode="decimal" />
          <Field name="note" label="Note to both" as="textarea" rows={3} />
        </>
      );
    case "extension":
      return (
        <>
          <Field name="days" label="Days more" type="number" min={1} inputMode="numeric" defaultValue={7} />
          <Field name="note" label="Note (optional)" as="textarea" rows={3} hint="Why?" />
        </>
      );
    case "cancellation":
      return (
        <>
          <Field
            name="refund_amount"
            label={`To be paid back, in ${order.currency}`}
            inputMode="decimal"
            defaultValue={order.refund_amount ?? order.amount}
            hint="The freelancer keeps the rest."
          />
          <Field name="note" label="Note (optional)" as="textarea" rows={3} hint="Why?" />
        </>
      );
    case "statement":
      return <Field name="text" label="What happened?" as="textarea" rows={6} hint="Both sides and admins read it. It can not be changed later." />;
    default:
      return null;
  }
}

/** The fields are named as in the contract; an empty choice is left out. */
function bodyOf(form: FormData) {
  const body: Record<string, unknown> = Object.fromEntries(form);
  if ("amount" in body) body.amount = moneyInput(form.get("amount"));
  if ("payment_made" in body) body.payment_made = body.payment_made === "" ? undefined : body.payment_made === "true";
  if ("refund_made" in body) body.refund_made = body.refund_made === "true";
  if ("days" in body) body.days = Number(body.days);
  if ("refund_amount" in body) body.refund_amount = moneyInput(form.get("refund_amount")) || undefined;
  return body;
}

export function ReviewForm({ order }: { order: Order }) {
  const { guildhall, me } = useGuildhall();
  const router = useRouter();
  const other = me?.id === order.client_id ? order.freelancer : order.client;

  const send = async (form: FormData) => {
    const body = { order_id: order.id, rating: Number(form.get("rating")), comment: String(form.get("comment")) };
    await ok(guildhall.POST("/reviews", { body }));
    router.refresh();
  };
  return (
    <section className="card">
      <h2>How was it with {other.full_name}?</h2>
      <Form send={send} submit="Post review" label="Review">
        <Field name="rating" label="Rating" as="select" defaultValue="5">
          {["5 – excellent", "4 – good", "3 – all right", "2 – disappointing", "1 – poor"].map((words) => (
            <option key={words} value={words[0]}>{words}</option>
          ))}
        </Field>
        <Field name="comment" label="Comment" as="textarea" rows={3} />
      </Form>
    </section>
  );
}
