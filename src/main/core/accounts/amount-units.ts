// Amounts as whole numbers of 0.00001, the smallest part that the standard can write (OBActiveCurrencyAndAmount).

/** A decimal amount in hundred-thousandths: up to 18 digits, of which a number holds 15 and any 64-bit integer all. */
export function amountUnits(amount: string): number | bigint {
  if (amount.length <= 10) return Math.round(Number(amount) * 100_000)
  const [whole = '', decimals = ''] = amount.split('.')
  const digits = whole + decimals.padEnd(5, '0')
  return digits.length <= 15 ? Number(digits) : BigInt(digits)
}

/** The other way: exact, with at least the decimals that the currency has (ISO 4217), and more only where they are not zero. */
export function unitsText(units: bigint, currency: string): string {
  const digits = String(units < 0n ? -units : units).padStart(6, '0')
  const decimals = digits.slice(-5).replace(/0+$/, '').padEnd(decimalsOf(currency), '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -5)}${decimals && `.${decimals}`}`
}

function decimalsOf(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().minimumFractionDigits ?? 2
}
