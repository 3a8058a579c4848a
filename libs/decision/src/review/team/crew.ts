import type { ChatAgent, Stamp } from '@trademaster/agentchat';
import type { Provenance, TokenPrices } from '@trademaster/contracts';
import type { DetailedFacts } from '../facts/review-facts';

/** The agents of one review, in the order in which they speak. */
export interface Crew {
  participants: ChatAgent[];
  decider: ChatAgent;
  provenance: Provenance;
  /** Name of the language model, or `rules`. */
  modelUsed: string;
  /** What its model calls cost, where that is known. */
  prices?: TokenPrices;
}

export interface CrewInput {
  runId: string;
  attempt: number;
  facts: DetailedFacts;
  stamp: Stamp;
}

/** Assembles a crew for each review: agents remember their conversation, so no two reviews share one. */
export type CrewFactory = (input: CrewInput) => Crew;
