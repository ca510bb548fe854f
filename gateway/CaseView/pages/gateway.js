// The one way in: an operation and the caller's token to /graphql, an answer or a refusal in plain words back.

import { say } from "./words.js";

const limit = 90_000;

/** What stops an answer: what happened, what to do, and the control that it is about. */
export class Refusal extends Error {
  constructor(what, cure, control) {
    super(what);
    this.cure = cure;
    this.control = control;
  }
}

// What the gateway refuses as a whole, by its code: what to say, what to do, and where on the page.
const refusals = {
  UNAUTHENTICATED: ["Your sign-in is missing, has ended or is not valid.",
    "Sign in again: choose who you are, or bring a new token, and press Show.", "who"],
  ROLE_UNKNOWN: ["The policy does not know the role in your token.",
    "Ask who gives out tokens for a role of this hub.", "who"],
  PURPOSE_REQUIRED: ["No purpose is stated.", "Choose why you ask and press Show. Nothing is shown without one.",
    "purpose"],
  PURPOSE_UNKNOWN: ["The policy does not know that purpose.", "Choose another purpose.", "purpose"],
  PURPOSE_NOT_PERMITTED: ["Your role cannot ask for that purpose.", "Choose a purpose that fits your role.",
    "purpose"],
  STAGE_NOT_RECORDED: ["The hub has not recorded that stage for this child.",
    "Ask at the recorded stage, or have the stage recorded in the hub first.", "stage"],
  BAD_STAGE: ["That stage is not one of the policy's.", "Choose another stage.", "stage"],
  BAD_AS_AT: ["That date and time cannot be shown: it lies after the hub's clock or is no date.",
    "Choose an earlier one, or press Now.", "date"],
  BAD_CURSOR: ["The list has to be read from its start again.", "Press Show.", "show"],
  AUDIT_UNAVAILABLE: ["The access log cannot be written, so nothing is released.",
    "Tell whoever runs the gateway; try again later.", "show"],
  FIELD_NOT_PERMITTED: ["Your role is not given a child's case view for this purpose.",
    "Choose another purpose, or ask the hub what your role is for.", "purpose"],
  ARGUMENT_NOT_PERMITTED: ["Your role cannot look a child up by that number.", "Use the hub's id.", "child-number"],
};

/** Asks, and gives data, errors about parts, and the disclosure report. */
export async function ask(address, token, operation, variables, access, signal) {
  const response = await send(address, token, operation, variables, access, signal);
  const answer = await readAnswer(response);
  const errors = answer.errors ?? [];
  if (!answer.data || Object.keys(answer.data).length === 0) {
    throw refusalOf(errors[0], response.status);
  }

  return { data: answer.data, errors, disclosure: answer.extensions?.disclosure ?? null };
}

async function send(address, token, operation, variables, access, signal) {
  const headers = {
    "Accept": "application/graphql-response+json, application/json",
    "Content-Type": "application/json",
    "Access-Purpose": access.purpose,
    "Access-Stage": access.stage,
  };
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }

  if (access.asAt) {
    headers["Access-As-At"] = access.asAt;
  }

  try {
    return await fetch(address, {
      method: "POST",
      headers,
      body: JSON.stringify({ query: operation, variables }),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(limit)]),
    });
  } catch (fault) {
    if (signal.aborted) {
      throw fault;
    }

    throw new Refusal("The gateway does not answer.",
      "Check your connection and that the hub is running, then press Show.", "show");
  }
}

async function readAnswer(response) {
  try {
    return await response.json();
  } catch {
    throw new Refusal(`The gateway sent something that is no answer (HTTP ${response.status}).`,
      "Tell whoever runs the gateway; try again later.", "show");
  }
}

// A refused purpose lists those that the role may state.
function fittingPurposes(message) {
  const [, codes] = /your role may state ([A-Z0-9_, ]+)/.exec(message ?? "") ?? [];
  return codes ? ` Your role's: ${codes.split(", ").map(code => say("Purpose", code)).join("; ")}.` : "";
}

// The gateway's own messages name place and cure and hold nobody's data.
function refusalOf(error, status) {
  const known = refusals[error?.extensions?.code];
  return known
    ? new Refusal(known[0], known[1] + fittingPurposes(error.message), known[2])
    : new Refusal(`The gateway refused the request: ${error?.message ?? `HTTP ${status}`}.`,
      "If it stays, tell whoever runs the gateway what is said here.", "show");
}
