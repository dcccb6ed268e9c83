import { describe, expect, it } from 'vitest';
import { asEncoding, likelyEncoding } from '../../text/encodings.ts';

describe('the name of an encoding', () => {
  it.each([
    ['utf-8', 'utf-8'],
    ['UTF8', 'utf-8'],
    ['utf_8', 'utf-8'],
    ['utf-8-sig', 'utf-8'],
    ['utf_8_sig', 'utf-8'],
    ['latin-1', 'windows-1252'],
    ['latin1', 'windows-1252'],
    ['Latin_1', 'windows-1252'],
    ['iso-8859-1', 'windows-1252'],
    ['iso8859_15', 'iso-8859-15'],
    ['latin2', 'iso-8859-2'],
    ['cp1252', 'windows-1252'],
    ['cp1250', 'windows-1250'],
    ['ANSI', 'windows-1252'],
    ['utf-16', 'utf-16le'],
    ['utf_16_be', 'utf-16be'],
    ['cp932', 'shift_jis'],
    ['gb18030', 'gb18030'],
    ['euc_kr', 'euc-kr'],
    ['koi8_r', 'koi8-r'],
  ])('%s is %s', (label, expected) => {
    expect(asEncoding(label)).toBe(expected);
  });

  it.each(['', 'auto', 'utf-9', 'cp437', 'constructor'])('%j is none', (label) => {
    expect(asEncoding(label)).toBeNull();
  });
});

describe('a proposal for bytes that are not UTF-8', () => {
  it.each([
    ['windows-1252', Buffer.from('un caf\xe9 tr\xe8s bon', 'latin1')],
    ['windows-1251', Buffer.from([0xef, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x20, 0xec, 0xe8, 0xf0, 0x0a])],
    ['shift_jis', Buffer.from([0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9, 0x82, 0xbf, 0x82, 0xcd, 0x0a])],
  ])('is %s', (expected, bytes) => {
    expect(likelyEncoding(bytes)).toBe(expected);
  });
});
