/** Whether the host is a loopback literal (RFC 8252 §7.3). `localhost` is none: what it resolves to is decided elsewhere. */
export const isLoopbackLiteral = (url: URL): boolean => url.hostname === '127.0.0.1' || url.hostname === '[::1]'
