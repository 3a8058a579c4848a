/** Raised whenever the same bars, settings and seeds would give other numbers. */
export const engineVersion = '1.0.0';
