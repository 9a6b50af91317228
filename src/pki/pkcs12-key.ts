import { hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { limited, maxPkcs12Iterations } from './pbe-limits.ts'

/** Key derivation of RFC 7292 appendix B.2; gives way to other work now and then. `purpose`: 1 key, 2 IV, 3 MAC. */
export async function pkcs12Key(
  digest: string,
  passphrase: string,
  salt: Buffer,
  purpose: number,
  iterations: number,
  length: number,
): Promise<Buffer> {
  const block = digest === 'sha384' || digest === 'sha512' ? 128 : 64
  const fill = (bytes: Buffer) => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes)
  const input = Buffer.concat([salt.length > 0 ? fill(salt) : salt, fill(Buffer.from(`${passphrase}\0`, 'utf16le').swap16())])
  const count = limited(iterations, maxPkcs12Iterations)
  const derived: Buffer[] = []
  for (let size = 0; size < length; ) {
    let digested = hash(digest, Buffer.concat([Buffer.alloc(block, purpose), input]), 'buffer')
    for (let round = 1; round < count; round++) {
      digested = hash(digest, digested, 'buffer')
      if (round % 4096 === 0) await setImmediate()
    }
    derived.push(digested)
    size += digested.length
    const addend = Buffer.alloc(block, digested)
    for (let start = 0; start < input.length; start += block) {
      for (let at = block - 1, carry = 1; at >= 0; at--) {
        const sum = (input[start + at] ?? 0) + (addend[at] ?? 0) + carry
        input[start + at] = sum & 0xff
        carry = sum >> 8
      }
    }
  }
  return Buffer.concat(derived).subarray(0, length)
}
