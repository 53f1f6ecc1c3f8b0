import { ConversationPanel } from "@/components/conversation-panel";
import { Inbox } from "@/components/inbox";
import { ok } from "@/lib/guildhall";
import { guildhall, signedIn } from "@/lib/server";

export default async function Page({ params }: PageProps<"/messages/[id]">) {
  const { id } = await params;
  await signedIn(`/messages/${id}`);
  return (
    <div className="messages">
      <Inbox first={await ok((await guildhall()).GET("/conversations"))} current={id} />
      <ConversationPanel peer={id} />
    </div>
  );
}
