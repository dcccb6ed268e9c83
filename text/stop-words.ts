import type { TextOptions } from '../core/grid.ts';

type Language = TextOptions['language'];

/** What turns a sentence round is no stop word here: without it "not good" is "good". */
const negations: Readonly<Record<Language, readonly string[]>> = {
  en: ['no', 'nor', 'not', 'never', 'none', 'neither', 'cannot', 'without', 'nothing', 'nobody', 'nowhere', 'hardly'],
  id: [
    'tidak',
    'tidakkah',
    'tidaklah',
    'tak',
    'tiada',
    'enggak',
    'enggaknya',
    'bukan',
    'bukankah',
    'bukanlah',
    'bukannya',
    'belum',
    'belumlah',
    'jangan',
    'janganlah',
    'jangankan',
    'tanpa',
    'kurang',
  ],
};

/** Words of opinion that the English list of the library holds. */
const opinions = ['like', 'well'];

/** Closed-class words that the library's English list lacks: pronouns, and what apostrophes join. Negated forms stay. */
const more: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'she hers herself its itself us ours ourselves theirs themselves yours yourself yourselves myself whom whose',
    "does doing having i'm i've i'll i'd you're you've you'll you'd he's he'll he'd she's she'll she'd it's it'll it'd",
    "we're we've we'll we'd they're they've they'll they'd that's there's here's what's who's how's let's",
  ].flatMap((words) => words.split(' ')),
  id: [],
};

/**
 * The builtin stop words of a language: those of the library `stopword` (English: Chris Umbel's; Indonesian: Tala's)
 * and the forms that its English list lacks, without negations and without `like` and `well`.
 */
export const builtinStopwords = async (language: Language): Promise<ReadonlySet<string>> => {
  const { eng, ind } = await import('stopword'); // some 60 languages: loaded where a grid asks for it alone
  const kept = new Set([...negations[language], ...opinions]);
  return new Set([...(language === 'en' ? eng : ind), ...more[language]].filter((word) => !kept.has(word)));
};
