import { ModerationEvents } from "@/components/moderation";
import { AdminTabs } from "@/components/pieces";
import { moderationEvents } from "@/lib/moderation";
import { guildhall, orNotFound, signedIn } from "@/lib/server";

export default async function Page() {
  await signedIn("/admin/moderation");
  const first = await orNotFound(moderationEvents(await guildhall(), {}));
  return (
    <>
      <h1>Moderation</h1>
      <AdminTabs current="moderation" />
      <ModerationEvents first={first} filter={{}} />
    </>
  );
}
