// The texts for the server's refusals. The keys are the `reason`s of the contract.

const joinRefusals = {
  nick_empty: () => "Tell the others what to call you.",
  nick_too_long: ({ maxLength }) => `That is too long: ${maxLength} characters at most.`,
  nick_taken: () => "Somebody here is called that already.",
};

const postRefusals = {
  empty: () => "There is nothing to send yet.",
  too_long: ({ maxLength }) => `That is too long: ${maxLength} characters at most.`,
};

export const joinRefused = (refusal) => joinRefusals[refusal?.reason]?.(refusal) ?? null;

export const postRefused = (refusal) => postRefusals[refusal?.reason]?.(refusal) ?? `The server said no: ${refusal?.reason ?? "no reason given"}.`;

export const typing = (nicks) => {
  switch (nicks.length) {
    case 0: return "";
    case 1: return `${nicks[0]} is typing…`;
    case 2: return `${nicks[0]} and ${nicks[1]} are typing…`;
    default: return "Several people are typing…";
  }
};
