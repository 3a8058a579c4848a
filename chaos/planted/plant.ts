import 'reflect-metadata';
import { BUGS } from './bugs';

/** Loaded into a service before its own code (`node --require`): plants the bug that PLANTED_BUG names. */
const name = process.env.PLANTED_BUG ?? '';
const bug = BUGS[name];
if (bug === undefined) throw new Error(`there is no bug "${name}"`);
bug.plant();
