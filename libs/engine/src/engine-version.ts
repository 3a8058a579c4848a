/** Raised whenever the same bars, settings and seeds would give other numbers. */
export const engineVersion = '2.0.0';
