/** Whether the host is a loopback literal (RFC 8252 §7.3). `localhost` is none: what it resolves to is decided elsewhere. */
export const isLoopbackLiteral = (url: URL): boolean => url.hostname === '127.0.0.1' || url.hostname === '[::1]'

/**
 * Whether a listener of ours can catch what a browser is sent to at this address: http on a loopback literal, or https on that or on
 * localhost, where whoever else is meant by the name would have to show our certificate.
 */
export const isCatchable = (url: URL): boolean =>
  url.protocol === 'https:' ? isLoopbackLiteral(url) || url.hostname === 'localhost' : url.protocol === 'http:' && isLoopbackLiteral(url)
