import type { ChatAgent, Stamp } from '@trademaster/agentchat';
import type { Provenance } from '@trademaster/contracts';
import type { ReviewFacts } from '../facts/review-facts';

/** The agents of one review, in the order in which they speak. */
export interface Crew {
  participants: ChatAgent[];
  decider: ChatAgent;
  provenance: Provenance;
  /** Name of the language model, or `rules`. */
  modelUsed: string;
}

export interface CrewInput {
  runId: string;
  attempt: number;
  facts: ReviewFacts;
  stamp: Stamp;
}

/** Assembles a crew for each review: agents remember their conversation, so no two reviews share one. */
export type CrewFactory = (input: CrewInput) => Crew;
