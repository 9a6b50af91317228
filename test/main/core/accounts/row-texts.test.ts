import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWithTexts } from '../../../../src/main/core/accounts/row-texts.ts'

const around = (rows: string) => `{"Data":{"Transaction":[${rows}]},"Links":{"Self":"https://bank.example"},"Meta":{"TotalPages":1}}`

describe('readWithTexts', () => {
  it('gives each row’s own text, digit for digit', () => {
    const rows = [
      '{"AccountId":"1","Rate":1.10,"More":[{"AccountId":"2"},{"Other":[]}]}',
      '{"AccountId":"\\u0031","Text":"}]},{\\"AccountId\\":"}',
    ]
    const body = around(rows.join(','))
    expect(readWithTexts(body, 'Transaction')).toEqual({ body: JSON.parse(body), texts: rows })
  })

  it.each([
    ['one row', around('{"AccountId":"1"}'), 1],
    ['no row', around(''), null],
    ['white space between rows', around('{"AccountId":"1"}, {"AccountId":"1"}'), null],
    ['rows that begin differently', around('{"AccountId":"1"},{"Status":"BOOK"}'), null],
    ['a list in a row that looks like the rows', around('{"AccountId":"1","More":[{"AccountId":"2"},{"AccountId":"3"}]}'), null],
    ['another list', around('{"AccountId":"1"}').replace('Transaction', 'Balance'), null],
    ['a list elsewhere', '{"Other":{"Transaction":[{"AccountId":"1"}]},"Data":{}}', null],
    ['nonsense', '{"Data":{"Transaction":[{"AccountId":"1"},{"AccountId":', null],
    ['a row that is none', around('{"AccountId":"1"},null'), null],
    [
      'the list a second time, which is the one that counts',
      '{"Data":{"Transaction":[{"AccountId":"1"}],"Transaction":[{"AccountId":"2"},5]}}',
      null,
    ],
    ['a list after the rows', around('{"AccountId":"1"}').replace('"TotalPages":1', '"x":[{}]'), null],
  ])('%s', (_, body, count) => {
    expect(readWithTexts(body, 'Transaction')?.texts.length ?? null).toBe(count)
  })

  it('never gives anything but the body', () => {
    const member = fc.oneof(fc.constantFrom('AccountId', 'Transaction', 'Links', 'a'), fc.string({ maxLength: 3 }))
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.integer(),
        fc.constantFrom('}]', '"Transaction":[', '},{"AccountId":'),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('any'), { maxLength: 3 }),
      object: fc.dictionary(member, tie('any'), { maxKeys: 3 }),
    })).object
    const rowsOf = fc.array(
      value.map((fields) => ({ AccountId: '1', ...fields })),
      { maxLength: 4 },
    )
    fc.assert(
      fc.property(rowsOf, value, (rows, meta) => {
        const body = JSON.stringify({ Data: { Transaction: rows }, Meta: meta })
        const found = readWithTexts(body, 'Transaction')
        if (found) expect(found).toEqual({ body: JSON.parse(body), texts: rows.map((row) => JSON.stringify(row)) })
      }),
    )
  })
})
