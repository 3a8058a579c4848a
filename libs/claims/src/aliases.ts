/**
 * Everyday words and the words that keys use for the same: word(s) of a text → words that a key may have. Unlike synonyms
 * they hold one way and beside the word itself.
 */
const ALIASES: Record<string, string> = {
  'won winner winning': 'win gain profit',
  'lost loser losing': 'loss',
  'died fatality killed': 'death',
  'woman women girl': 'female',
  'man men boy': 'male',
  'employ employs employed employee people person worker workforce staffed':
    'headcount staff employee member participant',
  'joined added signed': 'new added joined',
  'left lost cancelled': 'churned churn left',
  'position stake': 'holding position',
  'equity capital': 'position',
  lifetime: 'ltv',
  first: 'nth1',
  'second then next': 'nth2',
  'costs cost charges fees': 'ter',
  third: 'nth3',
  fourth: 'nth4',
  saw: 'seen',
  'today day': 'daily',
  'beat beats': 'excess return',
  sample: 'participants sample n',
  'trading traded price': 'close price',
  'patient subject person volunteer people': 'participant patient subject',
  'grew grow growing increase increased rose rise risen expanded climbed': 'growth change lift',
  'fell fall fallen dropped declined shrank decreased': 'growth change decline',
  'sale earned turnover takings': 'revenue sales',
  'earned made': 'income profit revenue',
  'sold cost costs priced': 'price',
  'cost charge charged pay paid expense expenditure spent spending': 'cost opex fee expense spend price',
  operating: 'opex',
  'warmest hottest highest largest biggest maximum peak peaked slowest longest record': 'max high peak longest',
  'coldest lowest smallest minimum fastest shortest least': 'min low shortest',
  'worst deepest': 'min max worst low',
  'best strongest': 'max best high',
  colder: 'min',
  'hotter warmer': 'max',
  'typical median': 'median #50 p50',
  'average averaged mean per': 'avg mean average',
  'before earlier ago previous previously prior formerly old': 'previous prior baseline prev before',
  'lift uplift improvement': 'lift effect difference',
  'unit coin share': 'unit nav',
  'head capita': 'capita',
  'inhabitant people citizen': 'population',
  'live lives lived': 'life',
  'failed fail failure': 'error fail failure',
  risk: 'hazard hr',
  'young youth': 'youth',
  'price prices': 'inflation',
  'launched started began since founded enrolled opened running':
    'start inception commissioned first launch founded opened since',
  'launched inception': 'inception start',
  'ended left finished closed until': 'end last finish',
  'temperature degree': 'temperature temp',
  'lasted took ran length': 'duration length time',
  'recover recovery': 'recovery duration mttr',
  'pull back': 'drawdown',
  'reduction reduced cut lowered': 'reduction change effect',
  'forecast expect expected guide projected outlook': 'forecast guidance expected projection',
  'enrolled randomised randomized recruited': 'randomised enrolled',
  unique: 'n count',
  'mail email message recipient': 'sent recipient email',
  'mistake error wrong': 'error mistake',
  'shipped delivered': 'shipped delivered orders',
  percentile: 'p',
  'r²': 'r squared r2 rsquared',
};

const BY_WORD = new Map<string, string[]>();
for (const [words, meant] of Object.entries(ALIASES))
  for (const word of words.split(' ')) BY_WORD.set(word, [...(BY_WORD.get(word) ?? []), ...meant.split(' ')]);

/** Words of keys that a word of a text may also stand for. */
export function aliasesOf(word: string): readonly string[] {
  return BY_WORD.get(word.toLowerCase()) ?? [];
}
