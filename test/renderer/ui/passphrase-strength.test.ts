import { expect, test } from 'vitest'
import { strengthOf } from '../../../src/renderer/ui/passphrase-strength.ts'

test.each([
  ['', 'tooShort'],
  ['Ab1!xyz', 'tooShort'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['12345678901234', 'weak'],
  ['password', 'weak'],
  ['Password1', 'weak'],
  ['abcabcabcabcabc', 'weak'],
  ['river lantern', 'weak'],
  ['river lantern biscuit', 'fair'],
  ['correct horse battery staple', 'strong'],
  ['gR7#kQ2!vX9m', 'strong'],
])('%s is %s', (passphrase, strength) => expect(strengthOf(passphrase)).toBe(strength))
