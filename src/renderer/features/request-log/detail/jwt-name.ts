import { log } from '../../../text/log.ts'

const { places, bodies, other } = log.jwts

/** What a JWT is, from where it stood: `response.body.id_token` is an ID token. */
export const jwtName = (where: string): string => {
  const parts = where.split('.')
  const last = parts.at(-1) ?? ''
  if (Object.hasOwn(bodies, where)) return bodies[where] ?? other
  // `request` and `response` mean something only as the name of a parameter, never as the side of an exchange.
  return parts.length > 2 && Object.hasOwn(places, last) ? (places[last] ?? other) : other
}
