/* global jest */
// Real processes on a busy machine: a hook that starts six services may take its time, a hang still ends.
jest.setTimeout(180_000);
