export { checkClaims, claimChecker } from './check-claims';
export type { Claim, ClaimStatus, Unit } from './claim';
export { groundedShare } from './grounded-share';
