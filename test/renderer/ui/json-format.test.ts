import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatJson } from '../../../src/renderer/ui/json-format.ts'

test('one member a line', () => {
  expect(formatJson('{"a":[1,{"b":null}],"c":{},"d":[ ]}')).toBe(
    ['{', '  "a": [', '    1,', '    {', '      "b": null', '    }', '  ],', '  "c": {},', '  "d": []', '}'].join('\n'),
  )
})

test('values stay as they were written', () => {
  const text = '{"amount":1.10,"long":123456789012345678901234567890,"e":1E+2,"escaped":"\\u00e9 {[,:]} \\"","p":"‹access_token:12345678›"}'
  expect(formatJson(text)?.replaceAll(/\n\s*/g, '').replaceAll('": ', '":')).toBe(text)
})

test.each(['', 'null', '"text"', '12', '{"a":', 'a=b', '<html>', '{"a":1}\n… 12 more bytes'])('is no JSON to fold: %s', (text) => {
  expect(formatJson(text)).toBeNull()
})

test('is what JSON.stringify makes of it, however it was spaced', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
      fc.constantFrom(0, 1, 2, '\t'),
      (value, space) => {
        expect(formatJson(JSON.stringify(value, null, space))).toBe(JSON.stringify(value, null, 2))
      },
    ),
  )
})
