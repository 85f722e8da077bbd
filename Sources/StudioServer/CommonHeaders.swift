/// What every answer carries: nothing is cached, guessed at, or shown inside another site's page.
enum CommonHeaders {
  static let all: [(String, String)] = [
    ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
  ]
}
