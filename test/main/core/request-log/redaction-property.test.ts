import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exchangeOf, openRequestLog } from '../../../support/request-log.ts'
import { bytesIn, tempFolder } from '../../../support/workspace-fixtures.ts'

const token = fc.string({ unit: fc.constantFrom(...'ABCXYZabcxyz0189-._~+/='), minLength: 12, maxLength: 60 })
const phrase = fc.string({ unit: 'binary', minLength: 12, maxLength: 30 }).filter((text) => text.trim().length >= 12)
const jwtWith = (signature: string) =>
  `${Buffer.from('{"alg":"PS256"}').toString('base64url')}.${Buffer.from('{"sub":"1"}').toString('base64url')}.${signature}`
const signature = fc.string({ unit: fc.constantFrom(...'ABCXYZabcxyz0189-_'), minLength: 20, maxLength: 90 })

const secrets = fc.record({
  bearer: token,
  code: token,
  cookie: token,
  clientSecret: phrase,
  password: phrase,
  refreshToken: phrase,
  signature,
})

/** An exchange with every secret where it belongs, and again in places where a careless bank might repeat it. */
function careless({
  bearer,
  code,
  cookie,
  clientSecret,
  password,
  refreshToken,
  signature,
}: typeof secrets extends fc.Arbitrary<infer Value> ? Value : never) {
  const all = [bearer, code, cookie, clientSecret, password, refreshToken, jwtWith(signature)]
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    client_secret: clientSecret,
    client_assertion: jwtWith(signature),
  })
  const answer = {
    refresh_token: refreshToken,
    login: { password },
    echo: all.map((secret) => `saw ${secret} twice: ${secret}`),
    address: `https://x.example/${encodeURIComponent(clientSecret)}?${new URLSearchParams({ again: refreshToken })}`,
  }
  return exchangeOf({
    method: 'POST',
    url: `https://bank.example/token?${new URLSearchParams({ access_token: bearer, visible: refreshToken })}`,
    request: {
      headers: [
        ['authorization', `Bearer ${bearer}`],
        ['cookie', `session=${cookie}`],
        ['content-type', 'application/x-www-form-urlencoded'],
      ],
      body: Buffer.from(form.toString()),
    },
    response: {
      headers: [
        ['set-cookie', `session=${cookie}; Path=/`],
        ['location', `https://tpp.example/cb#${new URLSearchParams({ code, id_token: jwtWith(signature) })}`],
        ['x-note', `token was ${bearer}`],
      ],
      body: Buffer.from(JSON.stringify(answer)),
    },
    error: { code: 'BANK_INVALID_RESPONSE', message: `Answer with ${code}` },
  })
}

const spellings = (secret: string) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  new URLSearchParams({ '': secret }).toString().slice(1),
]

test('no secret is left in any column, nor in the bytes of the database', () => {
  const folder = tempFolder()
  const { requestLog, store } = openRequestLog({ file: join(folder, 'workspace.sqlite') })
  const used: string[] = []
  fc.assert(
    fc.property(secrets, (given) => {
      const id = requestLog.record(careless(given))
      const hidden = [...Object.values(given), jwtWith(given.signature)]
      const columns = store.all<Record<string, unknown>>(
        'select * from request_log join request_log_content using (seq) where request_log.id = ?',
        id,
      )
      const texts = columns.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string')
      expect(texts.length).toBeGreaterThan(8)
      for (const secret of hidden) for (const spelling of spellings(secret)) for (const text of texts) expect(text).not.toContain(spelling)
      const shown = JSON.stringify(requestLog.export({ ids: [id] }))
      for (const secret of hidden) expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1))
      expect(requestLog.raw(id).request?.toString()).toContain(given.bearer)
      used.push(...hidden)
    }),
    { numRuns: 150 },
  )
  const expectClean = () => {
    const bytes = bytesIn(folder)
    expect(bytes.includes('authorization_code')).toBe(true)
    for (const secret of used) expect(bytes.includes(secret)).toBe(false)
  }
  expectClean() // with the write-ahead log
  store.close()
  expectClean()
})

test('redaction takes any bytes as a body', () => {
  const { requestLog } = openRequestLog()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 }), (bytes, text) => {
      const id = requestLog.record(exchangeOf({ request: { body: Buffer.from(bytes) }, response: { body: Buffer.from(text) } }))
      expect(requestLog.raw(id).response?.toString().endsWith(`\r\n\r\n${text}`)).toBe(true)
    }),
    { numRuns: 200 },
  )
})
