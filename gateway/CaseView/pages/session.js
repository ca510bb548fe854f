// Who asks. The token lives in this module's memory alone: no storage, no address, no history.
import { Refusal } from "./gateway.js";

let held = null;

/** Forgets the token. */
export function forget() {
  held = null;
}

/** The token to ask with: the one brought along, or one of the chosen demonstration user. */
export async function tokenOf(userControl, tokenControl) {
  const user = userControl?.value;
  if (!user) {
    return broughtAlong(tokenControl.value.trim());
  }

  if (held?.user !== user) {
    held = { user, token: await fetchToken(userControl.dataset.tokens, user) };
  }

  return held.token;
}

// A browser sends no header with other letters, and says no more than that it failed.
function broughtAlong(text) {
  if (/[^\x21-\x7e]/.test(text)) {
    throw new Refusal("What was pasted is no token: it holds spaces or characters that tokens do not have.",
      "Copy the token alone and whole, without the word Bearer, and paste it again.", "who");
  }

  return text || null;
}

async function fetchToken(address, user) {
  try {
    const response = await fetch(`${address}?user=${encodeURIComponent(user)}`, { cache: "no-store" });
    if (response.ok) {
      return await response.text();
    }
  } catch {
    // Said below, as for an answer that is no token.
  }

  throw new Refusal("The hub gave no demonstration token.", "Check that the hub is running, then press Show.", "show");
}
