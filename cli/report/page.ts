import { leaderboardJsonText } from '../print-leaderboard.ts';
import { caveatTexts } from '../../scoring/leaderboard-words.ts';
import { answerSection, rankingSection } from './answer-section.ts';
import { axesSection } from './axes-section.ts';
import { costSection, dataSection } from './data-section.ts';
import { againSection, failureSection, questionSection } from './grid-sections.ts';
import type { Report } from './read-report.ts';
import { dataBlock, el, styleSheet, t } from './html.ts';
import type { Html } from './html.ts';
import { reportCss } from './style.ts';
import { trialSection } from './trial-section.ts';

/** Nothing is loaded and nothing runs: styles of its own, and no more. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The numbers of a larger sweep are in an export, not in a file to be mailed. */
const mostWithData = 2_000;

const links = [
  ['answer', 'What won'],
  ['question', 'Question'],
  ['data', 'Data'],
  ['ranking', 'Ranking'],
  ['axes', 'Axes'],
  ['trial', 'Trial to take'],
  ['failures', 'Failures'],
  ['cost', 'Cost'],
  ['again', 'How to do it again'],
] as const;

const warnings = ({ view }: Report): readonly Html[] => {
  const { trials, state, leaderboard, caveats } = view;
  const open = trials - leaderboard.scored.length - leaderboard.failed.length;
  const texts = [
    ...(open > 0
      ? [`This sweep is ${state}: ${open} of ${trials} trials are not decided, and what follows may change.`]
      : []),
    ...caveats.map((code) => caveatTexts[code] ?? code),
  ];
  return texts.map((text) => el('p', { class: 'warning' }, t(text)));
};

/** The whole report as one file that needs nothing else, no script either. */
export const reportPage = (report: Report): string => {
  const { view, taken } = report;
  const sections = [
    answerSection(view),
    questionSection(report),
    dataSection(report),
    ...rankingSection(view),
    ...axesSection(view),
    ...(taken === null ? [] : [trialSection(taken)]),
    failureSection(report),
    costSection(report),
    againSection(report),
  ];
  const there = new Set(sections.map((section) => /^<section id="(\w+)"/.exec(section)?.[1]));
  const nav = links.filter(([id]) => there.has(id)).map(([id, text]) => el('a', { href: `#${id}` }, t(text)));
  const head = el(
    'head',
    {},
    el('meta', { charset: 'utf-8' }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    el('title', {}, t(`${view.sweep}: report of a sweep`)),
    styleSheet(reportCss),
  );
  const body = el(
    'body',
    {},
    el(
      'header',
      {},
      el('h1', {}, t(view.sweep)),
      el('p', { class: 'soft' }, t('Report of a sweep over configurations of a text classifier')),
    ),
    warnings(report),
    el('nav', { 'aria-label': 'Sections' }, nav),
    el('main', {}, sections),
    view.trials <= mostWithData ? dataBlock('leaderboard', leaderboardJsonText(view)) : [],
  );
  return `<!doctype html>\n${el('html', { lang: 'en' }, head, body)}\n`;
};
