import { describe, expect, test } from 'vitest'
import { errorReport, exchangesReport, stepHeading, stepReport, table } from '../../../../src/main/hosts/walkthrough/report.ts'
import type { RequestLogEntry } from '../../../../src/shared/model/request-log.ts'

const entry = (change: Partial<RequestLogEntry> = {}): RequestLogEntry => ({
  id: crypto.randomUUID(),
  started: '2026-11-20T10:00:00Z',
  runId: null,
  step: 'accounts',
  bankProfileId: null,
  bankRegistrationId: null,
  method: 'GET',
  url: 'https://bank.example/accounts',
  status: 200,
  errorCode: null,
  errorMessage: null,
  requestSize: 1,
  responseSize: 1,
  durationMs: 12.4,
  clientCertificate: null,
  ...change,
})

describe('table', () => {
  test('columns are as wide as their widest cell, the given ones to the right, without trailing spaces', () => {
    expect(
      table(
        [
          ['Name', 'Amount', 'Note'],
          ['a', '1.00', ''],
          ['longer', '-10.00', 'x'],
        ],
        [1],
      ),
    ).toBe(['  Name    Amount  Note', '  a         1.00', '  longer  -10.00  x'].join('\n'))
  })

  test.each([
    ['plain', 'abc', 3],
    ['accents and ampersands', "Tŷ & Gardd's", 12],
    ['combining marks', 'e\u0301', 1],
    ['Greek and Cyrillic', 'Дім', 3],
    ['Chinese', '家', 2],
    ['hiragana', 'ありがとう', 10],
    ['Hangul', '한국', 4],
    ['full-width letters', 'ＡＢ', 4],
    ['beyond the basic plane', '𠮷🍎', 4],
    ['a joiner', 'a\u200db', 2],
  ])('%s: “%s” takes %i cells', (_, text, cells) => {
    const [first = '', second = ''] = table([
      [text, '|'],
      ['x'.repeat(20), '|'],
    ]).split('\n')
    expect(second).toBe(`  ${'x'.repeat(20)}  |`)
    expect(first).toBe(`  ${text}${' '.repeat(20 - cells)}  |`)
  })

  test('what would move the terminal becomes a space', () => {
    expect(table([['a\u001b[31mb', 'c\rd', 'e\u009bf', 'g\u202eh']])).toBe('  a [31mb  c d  e f  g h')
  })
})

describe('exchanges', () => {
  test('method, address without its query, status or error, time', () => {
    const shown = exchangesReport([
      entry({ url: 'https://bank.example/accounts?page=2' }),
      entry({ method: 'POST', status: null, errorCode: 'BANK_UNREACHABLE', durationMs: 1234 }),
      entry({ url: 'http://127.0.0.1:1/callback#code=‹code:1›', status: null, durationMs: 0 }),
    ])
    expect(shown.split('\n')).toEqual([
      '       GET    https://bank.example/accounts?…  200  12 ms',
      '       POST   https://bank.example/accounts  BANK_UNREACHABLE  1.2 s',
      '       GET    http://127.0.0.1:1/callback#…  0 ms',
      '',
    ])
  })

  test.each([
    [0, 0],
    [1, 1],
    [12, 12],
    [13, 13],
    [14, 13],
    [200, 13],
  ])('of %i, %i lines are shown, the last exchange always', (count, lines) => {
    const shown = exchangesReport(Array.from({ length: count }, (_, index) => entry({ url: `https://bank.example/${index + 1}` })))
    expect(shown.split('\n').length - 1).toBe(lines)
    if (count > 0) expect(shown).toContain(`https://bank.example/${count}  200`)
    expect(shown.includes('… and')).toBe(count > 13)
    if (count === 200) expect(shown).toContain('… and 188 more')
  })
})

test('what the customer’s browser sent is told apart', () => {
  const report = exchangesReport([entry({ step: 'authorisation.page', status: 303 }), entry()])
  expect(report.split('\n').map((line) => line.trim())).toEqual([
    'GET    https://bank.example/accounts  303  12 ms  in the browser',
    'GET    https://bank.example/accounts  200  12 ms',
    '',
  ])
})

describe('steps and errors', () => {
  test('a step says what and why, then what came of it and how long it took', () => {
    expect(stepHeading({ title: 'Fetch accounts', why: 'Because.', index: 6, count: 9 })).toBe('\n 7/9  Fetch accounts\n       Because.\n')
    const made = { requestLogIds: [], subjects: [], checks: [] }
    const step = { ...made, id: 'accounts', title: 'Fetch accounts', durationMs: 41.6, reused: false, summary: '2 accounts' }
    expect(stepReport(step, [])).toBe('       → 2 accounts  [42 ms]\n')
    expect(stepReport({ ...step, reused: true }, [])).toBe('       → 2 accounts (still valid, used again)  [42 ms]\n')
  })

  test('a finished step lists what its checks put up with', () => {
    const made = { requestLogIds: [], subjects: [], durationMs: 41.6, reused: false }
    const clause = 'FAPI 1.0 Advanced 5.2.3 (2)'
    const checks = [
      { claim: 'state', expected: 's', actual: 's', clause, verdict: 'pass' as const },
      { claim: 'request', expected: 'a signed request object', actual: null, clause, verdict: 'warning' as const },
      { claim: 'iss', expected: null, actual: 'i\u001b[2J', clause, verdict: 'warning' as const },
    ]
    const step = { ...made, id: 'authorisation', title: 'Authorise', summary: '3 checks', checks }
    expect(stepReport(step, []).split('\n')).toEqual([
      '       → 3 checks  [42 ms]',
      `       ! request: expected a signed request object, found none (${clause})`,
      `       ! iss: expected a value, found i [2J (${clause})`,
      '',
    ])
  })

  test('an error says where, what the bank said, which checks failed, and what to do', () => {
    const checks = [
      { claim: 'nonce', expected: 'n-1', actual: null, clause: 'OIDC Core 3.1.3.7', verdict: 'fail' as const },
      { claim: 'iss', expected: 'i', actual: 'i', clause: 'OIDC Core 3.1.3.7', verdict: 'pass' as const },
    ]
    const text = errorReport({
      code: 'AUTHORISATION_FAILED',
      message: 'It failed',
      step: 'authorisation',
      field: 'redirect',
      remedy: 'Start again.',
      bank: { error: 'access_denied', description: 'No\u001b[2J' },
      checks,
      requestLogId: 'abc',
    })
    expect(text.split('\n')).toEqual([
      'AUTHORISATION_FAILED: It failed',
      '  Step: authorisation',
      '  Field: redirect',
      '  The bank says: access_denied No [2J',
      '  nonce: expected n-1, found nothing (OIDC Core 3.1.3.7)',
      '  Start again.',
      '  Exchange abc in the request log shows it.',
    ])
    expect(errorReport({ code: 'INTERNAL', message: 'x' })).toBe('INTERNAL: x')
  })
})
