/** Every event's topic but the one that only tells of progress. */
export const EVENT_TOPICS = /^trademaster\.(?!training\.progressed).+\.v1$/;
/** Where events lie that come late. */
export const DETOUR = 'chaos-detour';
export const DETOUR_SHARE = 0.2;
/** Headers: the event's own topic, and when it was published, milliseconds since the epoch. */
export const TO = 'chaos-to';
export const SENT_AT = 'chaos-sent-at';
