"use client";

import { useRouter } from "next/navigation";
import { Countdown } from "./clocks";
import { Form } from "./form";
import { useGuildhall } from "./guildhall-provider";
import { When } from "./pieces";
import { ok, Refused, type Order, type Page, type Proposal, type ProposalAction } from "@/lib/guildhall";
import { useMore } from "@/lib/useMore";
import { PROPOSAL, PROPOSAL_ACTION, proposed } from "@/lib/words";

/** What one side has proposed, with the buttons that Guildhall lets this reader press. */
export function OpenProposal({ order, proposal }: { order: Order; proposal: Proposal }) {
  const { guildhall, me } = useGuildhall();
  const router = useRouter();
  const { proposed_by } = proposal;
  const proposer = order[proposed_by];
  const answerer = proposed_by === "client" ? order.freelancer : order.client;

  const send = async (action: ProposalAction) => {
    const params = { path: { id: order.id, proposal_id: proposal.id } };
    try {
      await ok(guildhall.PATCH(`/orders/{id}/proposals/{proposal_id}/${action}`, { params, body: {} }));
    } catch (refused) {
      if (refused instanceof Refused && refused.problem.status === 409) router.refresh();
      throw refused;
    }
    router.refresh();
  };
  return (
    <section className="card" aria-label="Proposal">
      <h2>{proposer.id === me?.id ? "You propose" : <><bdi>{proposer.full_name}</bdi> proposes</>}</h2>
      <p><b>{proposed(proposal, order)}.</b></p>
      {proposal.note && <blockquote>{proposal.note}</blockquote>}
      <p>
        <Countdown at={proposal.expires_at} /> {answerer.id === me?.id ? "You" : <bdi>{answerer.full_name}</bdi>} can accept or decline
        it until then. After that it expires, and the order goes on as it is. No other clock waits for it.
      </p>
      <div className="actions">
        {proposal.allowed_actions.map((action) => {
          const { label, tone } = PROPOSAL_ACTION[action];
          return <Form key={action} send={() => send(action)} submit={label} tone={tone} label={label} />;
        })}
      </div>
    </section>
  );
}

export function EarlierProposals({ order, first }: { order: Order; first: Page<Proposal> }) {
  const { guildhall } = useGuildhall();
  const { items, more, busy } = useMore(first, (cursor) =>
    ok(guildhall.GET("/orders/{id}/proposals", { params: { path: { id: order.id }, query: { cursor } } })),
  );
  const earlier = items.filter(({ id }) => id !== order.proposal?.id);
  if (earlier.length === 0) return null;
  return (
    <section className="card" aria-label="Earlier proposals">
      <h2>Earlier proposals</h2>
      <ol className="timeline">
        {earlier.map((proposal) => (
          <li key={proposal.id}>
            <b>{proposed(proposal, order)}</b> · {PROPOSAL[proposal.status]}
            {proposal.note && <blockquote>{proposal.note}</blockquote>}
            <small><bdi>{order[proposal.proposed_by].full_name}</bdi> <When at={proposal.created_at} /></small>
          </li>
        ))}
      </ol>
      {more && <button className="quiet more" onClick={more} disabled={busy}>More</button>}
    </section>
  );
}
