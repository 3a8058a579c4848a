interface Provenance {
  simulated?: boolean | null;
  historical?: boolean | null;
  provenance?: 'model' | 'rules' | null;
  not_backtested?: boolean;
}

const MEANING = {
  SIMULATED: 'These prices never traded anywhere',
  HISTORICAL: 'Decided as of a day in the past',
  RULES: 'Reviewed by rules, not by a language model',
  'NOT BACKTESTED': 'The review overrode the policy: what it decided was never backtested',
} as const;

/** What nobody may overlook: where prices and opinions come from. */
export function badgesOf({ simulated, historical, provenance, not_backtested }: Provenance): (keyof typeof MEANING)[] {
  return [
    ...(simulated === true ? (['SIMULATED'] as const) : []),
    ...(historical === true ? (['HISTORICAL'] as const) : []),
    ...(provenance === 'rules' ? (['RULES'] as const) : []),
    ...(not_backtested === true ? (['NOT BACKTESTED'] as const) : []),
  ];
}

export function Badges({ of }: { of: Provenance }) {
  const badges = badgesOf(of);
  if (badges.length === 0) return null;
  return (
    <ul className="badges" aria-label="Provenance">
      {badges.map((badge) => (
        <li key={badge} className="badge" title={MEANING[badge]}>
          {badge}
        </li>
      ))}
    </ul>
  );
}
