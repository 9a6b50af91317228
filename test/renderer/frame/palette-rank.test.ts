import { describe, expect, test } from 'vitest'
import { type Command, rank, remember, scoreOf } from '../../../src/renderer/frame/palette-rank.ts'

const command = (id: string, label: string, more: Partial<Command> = {}): Command => ({ id, kind: 'action', label, detail: '', ...more })

const commands = [
  command('walkthrough', 'Run the walkthrough with the model bank', { keywords: 'demo' }),
  command('go.certificates', 'Certificates', { detail: 'Screen' }),
  command('go.model-bank', 'Model bank', { detail: 'Screen' }),
  command('modelBank.start', 'Start the model bank', { keywords: 'server' }),
  command('theme.dark', 'Theme: Dark', { keywords: 'colour' }),
  command('cert-1', 'demo', { kind: 'entity', detail: 'Transport certificate', keywords: 'CN=0015800001041RHAAY 5b:60:d0:84' }),
  command('account-1', 'Everyday', { kind: 'entity', detail: 'Account', keywords: '608371 67275617' }),
  command('glossary/chain', 'Certificate chain', { kind: 'term', detail: 'Glossary', keywords: 'The certificates up to a root' }),
]

const found = (query: string, recent: string[] = []) => rank(commands, query, recent).map(({ id }) => id)

describe('what was typed finds', () => {
  test.each([
    ['the beginning of a label', 'cert', 'go.certificates'],
    ['a word within a label', 'dark', 'theme.dark'],
    ['words in any order', 'bank start', 'modelBank.start'],
    ['any case', 'EVERYDAY', 'account-1'],
    ['letters with gaps', 'wlkthr', 'walkthrough'],
    ['a name', 'demo', 'cert-1'],
    ['part of an identifier', '5b:60', 'cert-1'],
    ['part of an account number', '67275', 'account-1'],
    ['other words for it', 'server', 'modelBank.start'],
  ])('%s', (_, query, first) => expect(found(query)[0]).toBe(first))

  test('things before explanations of them', () => {
    expect(found('certificate')).toEqual(['go.certificates', 'cert-1', 'glossary/chain'])
  })

  test('nothing when one word is nowhere', () => {
    expect(found('bank zebra')).toEqual([])
    expect(scoreOf('zq', command('any', 'Quiz'))).toBe(0)
  })

  test('a label that is nearer to the words before a longer one', () =>
    expect(found('model bank').slice(0, 2)).toEqual(['go.model-bank', 'modelBank.start']))
})

describe('what was used lately', () => {
  test('comes first, before every action, when nothing is typed', () => {
    expect(found('', ['account-1', 'gone', 'theme.dark'])).toEqual([
      'account-1',
      'theme.dark',
      'walkthrough',
      'go.certificates',
      'go.model-bank',
      'modelBank.start',
    ])
  })

  test('comes before its equals', () => {
    const twins = [command('a', 'Theme: Light'), command('b', 'Theme: Night')]
    expect(rank(twins, 'theme', ['b']).map(({ id }) => id)).toEqual(['b', 'a'])
    expect(rank(twins, 'theme', []).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('is kept once each, newest first, and not for ever', () => {
    expect(remember(['a', 'b', 'c'], 'c')).toEqual(['c', 'a', 'b'])
    expect(remember(['a', 'b', 'c', 'd', 'e', 'f'], 'g')).toEqual(['g', 'a', 'b', 'c', 'd', 'e'])
  })
})
