import { Inbox } from "@/components/inbox";
import { ok } from "@/lib/guildhall";
import { guildhall, signedIn } from "@/lib/server";

export default async function Page() {
  await signedIn("/messages");
  return (
    <>
      <h1>Messages</h1>
      <Inbox first={await ok((await guildhall()).GET("/conversations"))} />
    </>
  );
}
