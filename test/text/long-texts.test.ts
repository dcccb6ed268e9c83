import { afterAll, expect, it } from 'vitest';

import { masked } from '../../core/secrets.ts';
import { mongoSecurity } from '../../cli/doctor/security.ts';
import { createProblems } from '../../text/problems.ts';
import { equalityKey } from '../../text/equal-texts.ts';
import { readReplacements } from '../../text/word-lists.ts';
import { createFolder, someTokenizer } from './data-files.ts';
