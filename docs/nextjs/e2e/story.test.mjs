import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { startApp } from "./support/app.mjs";
import { launch, person } from "./support/browser.mjs";
import { startProvider } from "./support/provider.mjs";

// The tests build on each other: they are the chapters of one story.
const ORIGIN = process.env.ORIGINS.split(",")[0];
const PASSWORD = "correct horse";
const CLAIMS = { sub: "42", name: "Olu Adeyemi", email: "olu@example.org", email_verified: true };

let provider, app, browser, client, freelancer, admin, order, lost;

function chapter(name, tell) {
  test(name, { timeout: 240_000 }, async (t) => {
    if (lost) return t.skip(`after "${lost}" the story makes no sense`);
    lost = name;
    await tell();
    assert.deepEqual([client, freelancer, admin].flatMap(({ complaints }) => complaints), [], "no page throws");
    lost = undefined;
  });
}

before(async () => {
  provider = await startProvider(CLAIMS);
  const oidc = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: "e2e", OIDC_CLIENT_SECRET: "e2e", OIDC_NAME: "Example" };
  app = await startApp(ORIGIN, oidc);
  browser = await launch();
  [client, freelancer, admin] = await Promise.all([1, 2, 3].map(() => person(browser, ORIGIN)));
});

after(async () => {
  await browser?.close();
  await app?.stop();
  provider?.stop();
});

chapter("strangers browse and search, page by page", async () => {
  await client.go("/");
  await client.see("Retouch five of your own pictures");
  await client.picture("browse");
  await client.page.getByRole("searchbox").fill("translate");
  await client.press("Search");
  await client.see("Translate 1,000 words from French to English");
  assert.equal(await client.page.getByRole("article").count(), 2);
  await client.go("/?min_price=cheap");
  await client.see("min_price:");
});

chapter("both sign up, and each bad field is told at its input", async () => {
  await freelancer.go("/sign-up");
  await freelancer.fill({ "Full name": "Sana Malik", Email: "nowhere", Password: "short" });
  await freelancer.press("Join");
  await freelancer.page.getByLabel("Email").and(freelancer.page.locator("[aria-invalid]")).waitFor();
  await freelancer.page.getByLabel("Password").and(freelancer.page.locator("[aria-invalid]")).waitFor();
  await freelancer.picture("bad-fields");

  await freelancer.signUp("Sana Malik", "sana@example.org", PASSWORD);
  await client.signUp("Ben Carter", "ben@example.org", PASSWORD);
  await client.press("Sign out");
  await client.see("Join");
  await client.go("/sign-in?next=//evil.example");
  await client.fill({ Email: "ben@example.org", Password: "wrong horse" });
  await client.press("Sign in");
  await client.page.getByRole("alert").first().waitFor();
  await client.signIn("ben@example.org", PASSWORD);
});

chapter("before the scripts of a page run, it does not put a password into its address", async () => {
  const early = await person(browser, ORIGIN, { javaScriptEnabled: false });
  await early.go("/sign-in");
  await early.fill({ Email: "ben@example.org", Password: PASSWORD });
  await early.press("Sign in");
  await early.page.waitForLoadState();
  assert.equal(early.page.url(), `${ORIGIN}/sign-in`);
  await early.page.context().close();
});

chapter("an address is confirmed by the link in the mail, and by nobody but the holder of the account", async () => {
  const [, first] = await app.hears(/Mail to sana@example\.org[^]*?(\/verify\/\S+)\s/);
  const stranger = await person(browser, ORIGIN);
  await stranger.go(first);
  await stranger.see("Forgot your password?");
  await stranger.page.context().close();
  await client.go(first);
  await client.see("This link is for another account");

  await freelancer.go("/me");
  await freelancer.see("Nobody has confirmed yet");
  await freelancer.press("Send the link again");
  await freelancer.see("The link is on its way.");
  await app.hears(/(?:Mail to sana@example\.org[^]*?\/verify\/\S+\s[^]*?){2}/);
  await freelancer.go(first);
  await freelancer.press("sana@example.org is mine");
  await freelancer.see("Your address is confirmed.");
  await freelancer.go("/me");
  await freelancer.button("Sign out everywhere").waitFor();
  assert.equal(await freelancer.page.getByText("Nobody has confirmed yet").count(), 0);
});

chapter("whoever signs in stays at this site, wherever the address wants to lead them", async () => {
  for (const next of ["//evil.example", "/%09/evil.example", "/%5Cevil.example", "/.%2F/evil.example", "/x%2F..%2F/evil.example", "http:%2F%2Fevil.example"]) {
    const guest = await person(browser, ORIGIN);
    await guest.go(`/sign-in?next=${next}`);
    await guest.fill({ Email: "ben@example.org", Password: PASSWORD });
    await guest.press("Sign in");
    await guest.button("Sign out").waitFor();
    assert.equal(guest.page.url(), `${ORIGIN}/`, next);
    await guest.page.context().close();
  }
});

chapter("a page runs the scripts of its answer alone, and says no more than it must", async () => {
  const [page, again] = await Promise.all([fetch(ORIGIN), fetch(ORIGIN)]);
  const nonces = [page, again].map(({ headers }) => headers.get("content-security-policy").match(/script-src [^;]*'nonce-([^']+)'/)[1]);
  assert.notEqual(nonces[0], nonces[1]);
  const scripts = (await page.text()).match(/<script\b[^>]*>/g);
  assert.ok(scripts.length > 3);
  for (const script of scripts) assert.ok(script.includes(`nonce="${nonces[0]}"`), script);
  assert.equal(page.headers.get("x-powered-by"), null);
  assert.equal(page.headers.get("referrer-policy"), "strict-origin-when-cross-origin");
  assert.equal(page.headers.get("strict-transport-security"), null);
  const secure = await fetch(ORIGIN, { headers: { "X-Forwarded-Proto": "https" } });
  assert.match(secure.headers.get("strict-transport-security"), /^max-age=\d{8,}$/);

  await client.page.evaluate(() => {
    const script = document.createElement("div");
    script.innerHTML = `<img src="/nowhere.png" onerror="window.hasRun = true">`;
    document.body.append(script);
    return new Promise((blocked) => document.addEventListener("securitypolicyviolation", blocked, { once: true }));
  });
  assert.equal(await client.page.evaluate(() => window.hasRun), undefined);
  // What was tried on purpose.
  client.complaints.length = 0;
});

chapter("the freelancer says where to pay, and publishes a gig", async () => {
  await freelancer.go("/me");
  await freelancer.fill({ "Where clients pay you": "Bank transfer to Sana Malik, IBAN DE02120300000000202051" });
  await freelancer.press("Save");
  await freelancer.see("Saved.");

  await freelancer.follow("Offer a gig");
  await freelancer.fill({ Title: "A song for your wedding", Description: "Words, tune and a recording.", Price: "100.999" });
  await freelancer.press("Publish");
  await freelancer.page.getByLabel("Price").and(freelancer.page.locator("[aria-invalid]")).waitFor();
  await freelancer.fill({ Price: "1100,1" });
  await freelancer.press("Publish");
  await freelancer.see("$1,100.10");
  await freelancer.picture("gig");
  await freelancer.follow("Edit");
  await freelancer.fill({ Price: "1100.10", "Delivery in days": "1" });
  await freelancer.press("Save");
  await freelancer.see("Delivered in 1 day");
});

chapter("the client orders and pays, and the freelancer sees it at once", async () => {
  await client.go("/?q=wedding");
  await client.follow("A song for your wedding");
  await client.press("Order for $1,100.10");
  await client.see("It is your move");
  order = new URL(client.page.url()).pathname;
  await client.picture("order-placed");

  await freelancer.go(order);
  await freelancer.see("Waiting for Ben Carter");
  await client.press("I have paid");
  await client.picture("order-paying");
  await client.fill({ "Reference of your payment": "SEPA 1", "Amount in USD": "1090.00" });
  await client.press("I have paid");
  await freelancer.see("It is your move");
  await freelancer.see("not the amount of the order");
  await freelancer.picture("order-to-verify");
});

chapter("only the buttons of allowed_actions are there", async () => {
  const buttons = async ({ page }) =>
    (await page.getByRole("region", { name: "What now" }).getByRole("button").allTextContents()).sort();
  assert.deepEqual(await buttons(client), ["Open a dispute", "Withdraw my proof"]);
  assert.deepEqual(await buttons(freelancer), ["Confirm payment", "Open a dispute", "Payment not found"]);
  await client.see("The freelancer must say by then whether the payment came. Otherwise a dispute opens by itself.");
  await freelancer.see("You must say by then whether the payment came.");
  await freelancer.see("6 days 23 hours left");
});

chapter("a wrong proof is rejected, another withdrawn, the right one confirmed", async () => {
  await freelancer.press("Payment not found");
  await freelancer.press("Payment not found");
  await freelancer.page.getByLabel("Reason").and(freelancer.page.locator("[aria-invalid]")).waitFor();
  await freelancer.fill({ Reason: "Nothing has come under SEPA 1." });
  await freelancer.press("Payment not found");

  await client.see("Nothing has come under SEPA 1.");
  for (const reference of ["SEPA 20", "SEPA 2"]) {
    await client.press("I have paid");
    await client.fill({ "Reference of your payment": reference });
    await client.press("I have paid");
    if (reference === "SEPA 20") await client.press("Withdraw my proof");
  }
  await freelancer.press("Confirm payment");
  await client.see("Payment confirmed");
  const proofs = await client.page.getByRole("region", { name: "Payment" }).getByRole("definition").allTextContents();
  const outcomes = proofs.flatMap((proof) => proof.match(/^(SEPA \d+) .*(verified|withdrawn|payment not found)/)?.slice(1).join(" ") ?? []);
  assert.deepEqual(outcomes, ["SEPA 2 verified", "SEPA 20 withdrawn", "SEPA 1 payment not found"]);
  await client.picture("earlier-proofs");
});

chapter("work is handed in, revised and approved", async () => {
  await freelancer.press("Hand in work");
  await freelancer.fill({ Note: "First take: https://files.example/1" });
  await freelancer.press("Hand in work");
  await client.press("Ask for a revision");
  await client.fill({ Note: "A little slower, please." });
  await client.press("Ask for a revision");
  await freelancer.see("A little slower, please.");
  await freelancer.press("Hand in work");
  await freelancer.fill({ Note: "Slower." });
  await freelancer.press("Hand in work");
  await client.press("Approve work");
  await freelancer.see("Done, and approved");
});

chapter("they review each other", async () => {
  for (const [who, rating, comment] of [[client, "5", "We all cried."], [freelancer, "4", "Clear wishes, quick answers."]]) {
    await who.fill({ Rating: rating, Comment: comment });
    await who.press("Post review");
    await who.page.getByRole("form", { name: "Review" }).waitFor({ state: "detached" });
  }
  await client.see("Clear wishes, quick answers.");
  await client.picture("order-completed");
  await client.follow("Sana Malik");
  await client.see("1 order completed");
  await client.see("We all cried.");
  await client.see("5.00 (1)");
  await client.picture("profile");
});

chapter("they chat live, each in a browser of their own", async () => {
  await client.follow("Send a message");
  await client.say("Would you sing it, too?");
  await freelancer.see("Would you sing it, too?");
  await freelancer.page.getByRole("link", { name: /^Messages/ }).click();
  await freelancer.page.getByRole("heading", { name: "Messages" }).waitFor();
  await client.say("We would pay the train.");
  await freelancer.page.getByRole("link", { name: /Ben Carter/ }).getByLabel("1 unread").waitFor();
  const [sent] = await freelancer.page.getByRole("link", { name: /pay the train/ }).locator("time").evaluateAll((times) => times.map((time) => time.dateTime));
  assert.ok(Date.now() - Date.parse(sent) < 60_000, sent);
  await freelancer.page.getByRole("navigation", { name: "Main" }).getByLabel("1 unread").waitFor();
  await freelancer.picture("inbox");
  await freelancer.page.getByRole("link", { name: /Ben Carter.*pay the train/ }).click();
  await freelancer.page.getByPlaceholder("Write a message").pressSequentially("Gladly");
  await client.see("Sana Malik is typing");
  await freelancer.press("Send");
  await client.page.getByRole("log").getByText("Gladly").waitFor();
  await client.picture("chat");
  await freelancer.page.getByText("Read", { exact: true }).waitFor();
  assert.equal(await freelancer.page.getByLabel(/unread/).count(), 0);
});

chapter("what is written while the network is away is on the screen, and arrives once", async () => {
  await client.network.cut();
  await client.see("Connecting…");
  await client.say("Are you still there?");
  await client.see("sending…");
  await freelancer.say("Of course");
  client.network.mend();
  await freelancer.page.getByRole("log").getByText("Are you still there?").waitFor();
  await client.page.getByText("sending…").waitFor({ state: "detached" });
  assert.equal(await freelancer.page.getByRole("log").getByText("Are you still there?").count(), 1);
  await client.page.getByRole("log").getByText("Of course").waitFor();
});

chapter("an order that was not paid is cancelled", async () => {
  await client.go("/?q=wedding");
  await client.follow("A song for your wedding");
  await client.press("Order for $1,100.10");
  await client.press("Cancel order");
  await client.fill({ Reason: "The wedding is off." });
  await client.press("Cancel order");
  await client.see("This order is closed");
  await client.see("The wedding is off.");
  await client.go("/orders?view=placed");
  await client.page.getByRole("article").filter({ hasText: "Cancelled" }).waitFor();
});

chapter("a dispute is settled by an admin", async () => {
  await client.go("/?q=wedding");
  await client.follow("A song for your wedding");
  await client.press("Order for $1,100.10");
  await client.press("I have paid");
  await client.fill({ "Reference of your payment": "SEPA 3" });
  await client.press("I have paid");
  await client.press("Open a dispute");
  await client.fill({ Reason: "She does not confirm my payment." });
  await client.press("Open a dispute");
  await client.see("Waiting for an admin");
  const disputed = new URL(client.page.url()).pathname;

  await admin.signIn("ada@demo.guildhall.example", "guildhall-demo");
  await admin.follow("Admin");
  await admin.page.getByRole("heading", { name: "Disputes" }).waitFor();
  const listed = admin.page.getByRole("article").filter({ hasText: "A song for your wedding" });
  await listed.getByText("Not both sides heard").waitFor();
  await admin.follow("A song for your wedding");
  await admin.see("She does not confirm my payment.");
  await admin.button("Add a statement").waitFor();
  assert.equal(await admin.button("Settle the dispute").count(), 0, "nobody decides before both have spoken");

  await freelancer.go(disputed);
  await freelancer.see("You should say by then what happened.");
  await freelancer.press("Add a statement");
  await freelancer.press("Add a statement");
  await freelancer.page.getByLabel("What happened?").and(freelancer.page.locator("[aria-invalid]")).waitFor();
  await freelancer.fill({ "What happened?": "My bank was closed. It has come today." });
  await freelancer.press("Add a statement");
  await client.see("My bank was closed. It has come today.");
  await client.see("An admin can decide now.");
  await freelancer.picture("dispute-answered");
  // What somebody is writing is not lost when the other side says something.
  await client.press("Add a statement");
  await client.fill({ "What happened?": "Too late for the wedding." });
  await freelancer.press("Add a statement");
  await freelancer.fill({ "What happened?": "I am sorry." });
  await freelancer.press("Add a statement");
  await client.see("I am sorry.");
  await client.press("Add a statement");
  await client.see("Too late for the wedding.");
  await admin.go(disputed);
  await admin.see("Too late for the wedding.");
  await admin.see("Disputes opened so far: Ben Carter 1, Sana Malik 0");
  await admin.press("Settle the dispute");
  assert.deepEqual(await admin.page.getByLabel("The order", { exact: true }).getByRole("option").allTextContents(), [
    "is completed", "goes on, with a new date", "is cancelled",
  ]);
  await admin.fill({ "The order": "CANCELLED", "The payment": "true", "Note to both": "The bank shows the transfer." });
  await admin.picture("dispute");
  await admin.press("Settle the dispute");
  await client.see("The bank shows the transfer.");

  await refund("SEPA 3 back");
  await client.picture("dispute-settled");
});

chapter("both agree on a new date, and then on an end with a part of the money", async () => {
  await orderAndPay("SEPA 4");
  await freelancer.press("Propose a new date");
  await freelancer.fill({ "Days more": "400" });
  await freelancer.press("Propose a new date");
  await freelancer.page.getByLabel("Days more").and(freelancer.page.locator("[aria-invalid]")).waitFor();
  await freelancer.fill({ "Days more": "5", "Note (optional)": "I have a cold." });
  await freelancer.press("Propose a new date");
  await client.see("The work is handed in 5 days later.");
  await client.see("I have a cold.");
  assert.equal(await client.button("Propose a new date").count(), 0, "first answer theirs");
  await client.picture("proposal");
  await client.press("Accept");
  for (const who of [client, freelancer]) await who.see("New date agreed");

  await client.press("Propose to cancel");
  await client.fill({ "To be paid back, in USD": "600,05", "Note (optional)": "The wedding is sooner." });
  await client.press("Propose to cancel");
  await freelancer.see("The order is cancelled, and $600.05 is paid back.");
  await freelancer.press("Decline");
  await client.see("declined");
  await client.press("Propose to cancel");
  await client.fill({ "To be paid back, in USD": "700" });
  await client.press("Propose to cancel");
  await client.press("Withdraw my proposal");
  await client.button("Propose to cancel").click();
  await client.fill({ "To be paid back, in USD": "500.05" });
  await client.press("Propose to cancel");
  await freelancer.see("$500.05 is paid back.");
  await freelancer.press("Accept");
  await client.see("Cancellation agreed");
  const earlier = await client.page.getByRole("region", { name: "Earlier proposals" }).getByRole("listitem").allTextContents();
  const shown = [/\$500\.05 is paid back · accepted/, /\$700\.00 is paid back · withdrawn/, /\$600\.05 is paid back · declined/, /5 days later · accepted/];
  shown.forEach((proposal, i) => assert.match(earlier[i], proposal));
  await client.picture("agreed");

  await freelancer.press("I have sent the refund");
  await freelancer.fill({ "Reference of the refund": "SEPA 4 back", "Amount in USD": "500" });
  await freelancer.press("I have sent the refund");
  await freelancer.page.getByLabel("Amount in USD").and(freelancer.page.locator("[aria-invalid]")).waitFor();
  await freelancer.fill({ "Amount in USD": "500.05" });
  await freelancer.press("I have sent the refund");
  await client.see("SEPA 4 back");
  await client.press("I have my money back");
  await client.see("This order is closed");
});

chapter("a refund that is not paid comes to an admin by itself, and whoever owes it sells nothing", async () => {
  await orderAndPay("SEPA 5");
  await freelancer.press("Cancel order");
  await freelancer.fill({ Reason: "I do not sing any more." });
  await freelancer.press("Cancel order");
  await client.see("The freelancer must pay the money back by then.");
  await client.picture("refund-due");
  await advanceClock("P7DT1M");
  await client.see("Dispute opened, as the time was up");
  await client.see("Both sides should say by then what happened.");
  const owed = new URL(client.page.url()).pathname;

  await client.go("/?q=wedding");
  await client.see("No gig is like that.");
  await client.go(owed);
  await client.page.getByRole("link", { name: "Sana Malik" }).first().click();
  await client.see("Owes a refund that is overdue.");
  await client.picture("debt");
  await client.go(owed);
  await client.follow("The gig as it is today");
  await client.press("Order for $1,100.10");
  await client.see("This freelancer owes somebody a refund that is overdue.");
  await freelancer.go("/me");
  await freelancer.see("A refund that you owe is overdue.");
  await freelancer.picture("debtor");
  await freelancer.follow("A song for your wedding");
  await freelancer.see("Time is up");

  await client.go(owed);
  await client.press("Add a statement");
  await client.fill({ "What happened?": "She sings at the weddings of others." });
  await client.press("Add a statement");
  await client.see("She sings at the weddings of others.");
  await admin.go("/admin/disputes");
  await admin.see("opened by nobody: the time was up");
  await admin.picture("disputes");
  await admin.follow("A song for your wedding");
  await admin.see("She sings at the weddings of others.");
  await admin.button("Add a statement").waitFor();
  assert.equal(await admin.button("Settle the dispute").count(), 0, "the freelancer has time to answer");
  await advanceClock("PT72H1M");
  await admin.go(owed);
  await admin.press("Settle the dispute");
  assert.deepEqual(await admin.page.getByLabel("The order", { exact: true }).getByRole("option").allTextContents(), ["is cancelled"]);
  await admin.fill({ "The refund": "false", "Note to both": "Pay him back." });
  await admin.press("Settle the dispute");
  await client.see("Pay him back.");
  await admin.follow("Sana Malik");
  await admin.see("Other accounts with the same payment instructions");
  await admin.see("No other account has them.");

  await refund("SEPA 5 back");
  await freelancer.go("/me");
  await freelancer.button("Save").waitFor();
  assert.equal(await freelancer.page.getByText("overdue").count(), 0);
  await client.go("/?q=wedding");
  await client.page.getByRole("link", { name: "A song for your wedding" }).waitFor();
  await client.go(owed);
});

/** The client orders and proves the payment, which the freelancer confirms. Both have the order open. */
async function orderAndPay(reference) {
  await client.go("/?q=wedding");
  await client.follow("A song for your wedding");
  await client.press("Order for $1,100.10");
  await client.press("I have paid");
  await client.fill({ "Reference of your payment": reference });
  await client.press("I have paid");
  await freelancer.go(new URL(client.page.url()).pathname);
  await freelancer.press("Confirm payment");
  await client.see("Payment confirmed");
}

/** Of the order that the client has open. */
async function refund(reference) {
  await freelancer.go(new URL(client.page.url()).pathname);
  await freelancer.press("I have sent the refund");
  await freelancer.fill({ "Reference of the refund": reference });
  await freelancer.press("I have sent the refund");
  await client.see(reference);
  await client.press("I have my money back");
  await client.see("This order is closed");
}

/** For all orders of the market: nobody waits a week for a test. */
async function advanceClock(advance) {
  const body = JSON.stringify({ advance });
  const answer = await fetch(`${process.env.GUILDHALL_URL}/dev/clock`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body,
  });
  assert.equal(answer.status, 200, await answer.text());
}

chapter("an admin takes a gig down and restores it", async () => {
  await admin.go("/?q=wedding");
  await admin.follow("A song for your wedding");
  const gig = await admin.page.waitForURL(/\/gigs\//).then(() => new URL(admin.page.url()).pathname);
  await admin.fill({ "Reason (optional)": "The tune is somebody else's." });
  await admin.press("Take down");
  await admin.button("Restore").waitFor();
  const stranger = await person(browser, ORIGIN);
  await stranger.go(gig);
  await stranger.see("Nothing here");
  await freelancer.go(gig);
  await freelancer.see("The tune is somebody else's.");
  await freelancer.follow("Edit");
  await freelancer.fill({ Price: "1100.20" });
  await freelancer.page.getByLabel("Everybody may see and order it").check();
  await freelancer.press("Save");
  await freelancer.page.getByRole("alert").getByText("taken this gig down").waitFor();

  await admin.press("Restore");
  await admin.button("Take down").waitFor();
  await stranger.go(gig);
  await stranger.see("$1,100.10");
  await stranger.page.context().close();
});

chapter("an admin deactivates somebody, who is out at once, and lets them in again", async () => {
  await client.see("This order is closed");
  await admin.follow("Admin");
  await admin.follow("Users");
  await admin.fill({ "Name, email or id": "ben@example" });
  await admin.press("Search");
  await admin.page.getByRole("article").getByText("ben@example.org").waitFor();
  await admin.follow("Ben Carter");
  await admin.press("Deactivate");
  await admin.page.getByLabel("Reason").and(admin.page.locator("[aria-invalid]")).waitFor();
  await admin.fill({ Reason: "He pays with stolen cards." });
  await admin.press("Deactivate");
  await admin.see("deactivated: He pays with stolen cards.");
  await admin.picture("deactivated");
  await client.see("Disconnected.");
  await client.go("/sign-in");
  await client.fill({ Email: "ben@example.org", Password: PASSWORD });
  await client.press("Sign in");
  await client.page.getByRole("alert").first().waitFor();

  await admin.go("/admin/users?is_active=false");
  await admin.see("He pays with stolen cards.");
  await admin.follow("Ben Carter");
  await admin.fill({ "Reason (optional)": "The bank was wrong." });
  await admin.press("Reactivate");
  await admin.button("Deactivate").waitFor();
  await client.signIn("ben@example.org", PASSWORD);
});

chapter("admins see who has moderated what, and nobody else does", async () => {
  await admin.go("/admin/moderation");
  const events = await admin.page.getByRole("article").allTextContents();
  const shown = [
    /^User reactivated Ben CarterThe bank was wrong\.Ada Lindqvist/,
    /^User deactivated Ben CarterHe pays with stolen cards\.Ada Lindqvist/,
    /^Gig restored A song for your weddingAda Lindqvist/,
    /^Gig taken down A song for your weddingThe tune is somebody else's\.Ada Lindqvist/,
  ];
  shown.forEach((event, i) => assert.match(events[i], event));
  await admin.picture("moderation");

  await freelancer.go("/");
  assert.equal(await freelancer.page.getByRole("link", { name: "Admin" }).count(), 0);
  for (const page of ["disputes", "users", "moderation"]) {
    await freelancer.go(`/admin/${page}`);
    await freelancer.see("Nothing here");
  }
});

/** As whoever is no browser can: once more, in the name of another site. */
async function sendAs(origin, asked) {
  const headers = { ...(await asked.allHeaders()), origin, host: new URL(origin).host };
  const forged = request(asked.url(), { method: asked.method(), headers });
  forged.end(asked.postDataBuffer());
  const [answer] = await once(forged, "response");
  answer.resume();
}

chapter("a tab that was opened long ago takes no newer bank account back, and asks before it replaces one", async () => {
  const tabs = [await person(browser, ORIGIN), await person(browser, ORIGIN)];
  for (const tab of tabs) {
    await tab.signIn("sana@example.org", PASSWORD);
    await tab.go("/me");
  }
  const [recent, stale] = tabs;
  await recent.fill({ "Where clients pay you": "IBAN of today" });
  await recent.press("Save");
  await recent.see("Saved.");
  await stale.fill({ "About you": "I draw." });
  await stale.press("Save");
  await stale.see("Saved.");
  assert.equal(await stale.page.getByLabel("Where clients pay you").inputValue(), "IBAN of today");

  await recent.go("/me");
  await recent.fill({ "Where clients pay you": "IBAN of tonight" });
  await recent.press("Save");
  await recent.see("Saved.");
  await stale.fill({ "Where clients pay you": "IBAN of yesterday" });
  await stale.press("Save");
  await stale.see("It is now: IBAN of tonight");
  await stale.press("Save mine");
  await stale.see("Saved.");
});

chapter("a forgotten password is set anew by a link that works once, and old sessions end", async () => {
  const reader = await person(browser, ORIGIN);
  await reader.go("/sign-in");
  await reader.follow("Forgot your password?");
  // The page before has an input of this name too.
  await reader.page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
  await reader.press("Send me a link");
  await reader.page.getByLabel("Email").and(reader.page.locator("[aria-invalid]")).waitFor();
  await reader.fill({ Email: "ben@example.org" });
  const asking = reader.page.waitForRequest((any) => any.method() === "POST");
  await reader.press("Send me a link");
  await reader.see("a link is on its way");
  await sendAs("http://evil.example", await asking);
  const [, origin, link] = await app.hears(/(?:Mail to ben@example\.org[^]*?(http\S+?)(\/reset\/\S+)\s[^]*?){2}/);
  assert.equal(origin, ORIGIN);
  await reader.go(link);
  // Nobody has confirmed the address, and so the account begins anew.
  await reader.fill({ "Full name": "Ben Carter", "New password": "another horse" });
  await reader.press("Set password");
  await reader.see("Your password is new.");
  await reader.go(link);
  await reader.see("was used before");
  await client.go("/me");
  await client.see("Forgot your password?");
  await reader.signIn("ben@example.org", "another horse");
  // Whoever has had this mail owns the address.
  await reader.go("/me");
  await reader.button("Sign out everywhere").waitFor();
  assert.equal(await reader.page.getByText("Nobody has confirmed yet").count(), 0);
});

chapter("somebody signs in by a provider, and is the same user the next time, even with another email there", async () => {
  const first = await person(browser, ORIGIN);
  const again = await person(browser, ORIGIN);
  const profiles = [];
  for (const { go, press, page, see } of [first, again]) {
    if (profiles.length === 1) CLAIMS.email = "olu.adeyemi@example.org";
    await go("/sign-in?next=/me");
    await press("Sign in with Example");
    await see("olu@example.org");
    profiles.push(await page.getByRole("link", { name: "how others see you" }).getAttribute("href"));
  }
  assert.equal(profiles[0], profiles[1]);
});

chapter("it reads well on a phone, whatever people are called", async () => {
  const LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2).slice(0, 120);
  const small = { viewport: { width: 375, height: 800 } };
  const [seller, buyer, phone] = await Promise.all([1, 2, 3].map(() => person(browser, ORIGIN, small)));
  await seller.signUp(LONG, `${"long".repeat(15)}@${"example".repeat(8)}.org`, PASSWORD);
  await buyer.signUp("😀 عبد الرحمن بن محمد بن عبد العزيز آل سعود الهاشمي", "buyer@example.org", PASSWORD);
  await seller.go("/gigs/new");
  await seller.fill({ Title: LONG, Description: LONG, Price: "9999999999" });
  await seller.press("Publish");
  await seller.see("$9,999,999,999.00");
  const gig = new URL(seller.page.url()).pathname;
  await buyer.go(gig);
  await buyer.press("Order for $9,999,999,999.00");
  await buyer.press("I have paid");
  await buyer.fill({ "Reference of your payment": LONG, "Amount in USD": "9999999998" });
  await buyer.press("I have paid");
  await buyer.press("Withdraw my proof");
  await buyer.see("withdrawn");
  await buyer.press("I have paid");
  await buyer.fill({ "Reference of your payment": `${LONG}`.slice(1), "Amount in USD": "9999999999" });
  await buyer.press("I have paid");
  await seller.go(new URL(buyer.page.url()).pathname);
  await seller.press("Confirm payment");
  await buyer.press("Propose to cancel");
  await buyer.fill({ "Note (optional)": LONG });
  await buyer.press("Propose to cancel");
  await seller.press("Decline");
  await buyer.see("declined");
  await buyer.press("Open a dispute");
  await buyer.fill({ Reason: LONG });
  await buyer.press("Open a dispute");
  await seller.press("Add a statement");
  await seller.fill({ "What happened?": LONG.repeat(3) });
  await seller.press("Add a statement");
  await buyer.see("An admin can decide now.");
  await buyer.press("Propose a new date");
  await buyer.fill({ "Note (optional)": LONG });
  await buyer.press("Propose a new date");
  await buyer.button("Withdraw my proposal").waitFor();
  await buyer.say(LONG);
  await buyer.page.getByText("sending…").waitFor({ state: "detached" });
  const deal = new URL(buyer.page.url()).pathname;
  const peer = await buyer.page.getByRole("link", { name: LONG }).first().getAttribute("href");

  await fits(buyer, ["/", gig, deal, peer, "/orders?view=placed", "/messages", peer.replace("users", "messages")]);
  await fits(seller, [gig, `${gig}/edit`, deal, "/orders?view=received", "/messages", "/me", "/nowhere"]);
  await phone.signIn("ada@demo.guildhall.example", "guildhall-demo");
  await fits(phone, ["/admin/disputes", deal]);
  await phone.go(peer);
  await phone.fill({ Reason: LONG });
  await phone.press("Deactivate");
  await phone.button("Reactivate").waitFor();
  await fits(phone, [gig, peer, order, "/admin/disputes", "/admin/users", "/admin/moderation"]);
});

/** Nothing on these pages is wider than the screen, or cut off at its edge. */
async function fits({ page, go, picture }, paths) {
  for (const path of paths) {
    await go(path);
    await page.getByRole("main").waitFor();
    const outside = await page.evaluate(() => {
      // Inputs scroll by themselves, and what ends in dots is meant to.
      const all = [document.documentElement, ...document.querySelectorAll("body :not(input)")];
      const isOutside = (one) => one.getBoundingClientRect().right > innerWidth || one.scrollWidth > innerWidth;
      const isShortened = (one) => getComputedStyle(one).textOverflow === "ellipsis";
      return all.filter((one) => isOutside(one) && !isShortened(one)).map((one) => one.outerHTML.slice(0, 120));
    });
    assert.deepEqual(outside, [], `${path} is wider than a phone`);
    const shown = await page.evaluate(() => document.body.innerText);
    assert.ok(shown.isWellFormed() && !shown.includes("\ufffd"), `${path} shows half a character`);
    await picture(`phone${path.replace(/\W+/g, "-").slice(0, 20)}`);
  }
}

chapter("signing out everywhere ends the sessions of all browsers", async () => {
  const elsewhere = await person(browser, ORIGIN);
  await elsewhere.signIn("sana@example.org", PASSWORD);
  await elsewhere.go("/me");
  await elsewhere.press("Sign out everywhere");
  await elsewhere.see("Forgot your password?");
  await freelancer.go("/me");
  await freelancer.see("Forgot your password?");
  await freelancer.signIn("sana@example.org", PASSWORD);
});
