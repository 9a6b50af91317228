import { expect, test } from 'vitest'
import { createWindow, pageSize } from '../../../src/renderer/features/request-log/log-window.ts'
import type { RequestLogEntry } from '../../../src/shared/model/request-log.ts'

const entryOf = (id: string): RequestLogEntry => ({
  id,
  started: '2026-11-20T10:00:00.000Z',
  runId: null,
  step: 'accounts',
  bankProfileId: null,
  bankRegistrationId: null,
  method: 'GET',
  url: 'https://bank.example/',
  status: 200,
  errorCode: null,
  errorMessage: null,
  requestSize: 0,
  responseSize: 0,
  durationMs: 1,
  clientCertificate: null,
})

/** A list whose answers the test gives, in the order it likes. */
const opened = () => {
  const asked: { list: string; offset: number; answer: (mark?: string) => void; fail: () => void }[] = []
  let changes = 0
  const window = createWindow({
    read: (list, offset) =>
      new Promise((resolve, reject) => {
        const answer = (mark = '') => resolve(Array.from({ length: pageSize }, (_, index) => entryOf(`${list}${offset + index}${mark}`)))
        asked.push({ list, offset, answer, fail: () => reject(new Error('no')) })
      }),
    onChange: () => {
      changes += 1
    },
  })
  return { window, asked, changes: () => changes }
}
const settled = () => new Promise((done) => setImmediate(done))

test('a page is read once, however many of its rows are wanted, and then answers', async () => {
  const { window, asked, changes } = opened()
  window.want([0, 1, pageSize - 1].map((index) => ({ list: 'all', index })))
  window.want([{ list: 'all', index: 5 }])
  expect(asked.map(({ list, offset }) => [list, offset])).toEqual([['all', 0]])
  expect(window.get('all', 5)).toBeUndefined()
  asked[0]?.answer()
  await settled()
  expect(window.get('all', 5)?.id).toBe('all5')
  expect(window.get('other', 5)).toBeUndefined()
  expect(window.find('all7')).toMatchObject({ list: 'all', index: 7 })
  expect(window.find('all200')).toBeUndefined()
  expect(changes()).toBe(1)
})

test('renewed: what is there is shown until it is read again, and only what is wanted is', async () => {
  const { window, asked } = opened()
  window.want([0, pageSize].map((index) => ({ list: 'all', index })))
  for (const { answer } of asked) answer()
  await settled()
  window.renew()
  window.want([{ list: 'all', index: 0 }])
  expect(window.get('all', 0)?.id).toBe('all0')
  expect(asked.length).toBe(3)
  asked[2]?.answer('*')
  await settled()
  expect(window.get('all', 0)?.id).toBe('all0*')
  expect(window.get('all', pageSize)?.id).toBe(`all${pageSize}`)
  window.want([{ list: 'all', index: pageSize }])
  expect(asked.length).toBe(4)
})

test('an answer that a newer one has overtaken changes nothing', async () => {
  const { window, asked } = opened()
  window.want([{ list: 'all', index: 0 }])
  window.renew()
  window.want([{ list: 'all', index: 0 }])
  asked[1]?.answer('new')
  await settled()
  asked[0]?.answer('old')
  await settled()
  expect(window.get('all', 0)?.id).toBe('all0new')
})

test('what failed to be read is read again when wanted', async () => {
  const { window, asked } = opened()
  window.want([{ list: 'all', index: 0 }])
  asked[0]?.fail()
  await settled()
  window.want([{ list: 'all', index: 0 }])
  expect(asked.length).toBe(2)
})

test('a few pages are kept: those wanted last', async () => {
  const { window, asked } = opened()
  for (let page = 0; page < 30; page++) {
    window.want([{ list: 'all', index: page * pageSize }])
    asked.at(-1)?.answer()
    await settled()
  }
  const kept = Array.from({ length: 30 }, (_, page) => page).filter((page) => window.get('all', page * pageSize))
  expect(kept).toEqual([18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29])
})
