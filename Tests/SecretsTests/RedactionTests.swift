import Secrets
import TestSupport
import Testing

/// What looks like a key is hidden; all else stays (article Security).
@Suite struct RedactionTests {
  @Test(arguments: [
    ("key sk-abcdefghijklmnop end", "key ******** end"),
    ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer ********"),
    ("authorization: abc-123", "authorization: ********"),
    ("'Authorization': 'Basic dXNlcjpwYXNz'", "'Authorization': 'Basic ********'"),
    ("with Basic dXNlcjpwYXNzd29yZA== again", "with Basic ******** again"),
    ("BEARER abcdefgh1", "BEARER ********"), ("Bearer%20abcdefgh1&x=1", "Bearer%20********&x=1"),
    ("AKIAIOSFODNN7EXAMPLE", "********"), ("xoxb-123456789012-abc", "********"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "********"),
    ("AIzaSyA1234567890abcdefghijklmnopqrstuv", "********"),
    ("gsk_AbCdEfGhIjKlMnOpQrStUvWx is not valid", "******** is not valid"),
    ("hf_AbCdEfGhIjKlMnOpQr xai-0123456789ab pplx-0123456789ab r8_0123456789ab", "******** ******** ******** ********"),
    ("ghp_0123456789ab github_pat_11ABC_0123456789 glpat-0123456789ab", "******** ******** ********"),
    ("https://x.com/v1?key=abc&page=2", "https://x.com/v1?key=********&page=2"),
    ("?API_KEY=abc;token=def", "?API_KEY=********;token=********"),
    ("access_token=a%2Fb%3D%3D&x", "access_token=********&x"), ("password=hunter2, retry", "password=********, retry"),
    ("OPENAI_API_KEY=abc", "OPENAI_API_KEY=********"), ("--api-key=abc", "--api-key=********"),
    ("api-key: abcdef", "api-key: ********"), ("x-api-key : 'abc def'", "x-api-key : '********'"),
    (#"{"api_key": "a\"b", "n": 1}"#, #"{"api_key": "********", "n": 1}"#),
    (#"{\"password\":\"abc\",\"n\":1}"#, #"{\"password\":\"********\",\"n\":1}"#),
    (#"{"token":"abc"}"#, #"{"token":"********"}"#), (#""apiKey" => "abc""#, #""apiKey" => "********""#),
    ("a%26api_key%3Dabc%26b%3D1", "a%26api_key%3D********%26b%3D1"),
    (#"a\u0026key\u003dabc\u0026b"#, #"a\u0026key\u003d********\u0026b"#),
    ("postgres://me:secret@db/x", "postgres://me:********@db/x"),
    ("postgres://me:se/cr@et@db:5432/x", "postgres://me:********@db:5432/x"),
    (#"http:\/\/me:secret@db\/x"#, #"http:\/\/me:********@db\/x"#),
    ("https%3A%2F%2Fme%3Asecret%40db", "https%3A%2F%2Fme%3A********%40db"),
    ("https://a1b2c3d4e5f6a7b8c9d0@sentry.io/1", "https://********@sentry.io/1"),
    ("id AKIAIOSFODNN7EXAMPLE, wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "id ********, ********"),
    ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY of AKIAIOSFODNN7EXAMPLE", "******** of ********"),
    ("secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "secret_access_key=********"),
  ])
  func hides(_ text: String, _ expected: String) {
    #expect(Redaction.redact(whole: text) == expected)
    #expect(Redaction.redact(whole: expected) == expected)
  }

  @Test(arguments: [
    "", "plain text", "task-based risk-averse desk-top", "primary_key=5", "monkey=abc", "max_tokens=4096",
    "token count: 5", "tokens: 5 of 10", #"{"max_tokens": 5, "token": 5, "key": "model"}"#, "Unexpected token: }",
    "sort by key: name", "api_key: must not be empty", "password: incorrect", "password=null&token=None",
    "Missing authorization: denied", "Basic authentication failed", "bearer authentication required",
    "basic information about Basic Authentication", "http://host:8080/path@v2?email=a@b.c", "https://user@host/x",
    "git@github.com:o/r.git", "at 2026-11-20T12:00:00Z: HTTP 404",
    "hf_hub_download hf_transformers xai-grok-2 pplx-7b-online",
    "gpt-4o-mini claude-3-5-sonnet-20241022", "key == value", "api_key: ${env:BOT_KEY}", "$OPENAI_API_KEY: not set",
    "keyboard: pressed", "a=b c=d", "commit 0123456789abcdef0123456789abcdef01234567", "100%3D", "50% of key",
    "tokenizer=fast turnkey=yes", "KeyError: 'model'", "rate limit: 3 per minute; retry-after=20",
  ])
  func leavesAlone(_ text: String) { #expect(Redaction.redact(whole: text) == text) }

  @Test func cutsBetweenCharacters() {
    #expect(Redaction.redact(String(repeating: "é", count: 300), limit: 511) == String(repeating: "é", count: 255))
  }

  @Test func aKeyThatIsCutIsHiddenBefore() {
    for fill in 480...520 {
      let text = String(repeating: "x", count: fill) + " key=" + Self.secret
      let kept = Redaction.redact(text, limit: 512)
      #expect(kept.utf8.count <= 512 && !kept.contains("ab1"), "\(fill)")
    }
  }

  @Test func nothingOfAKeyIsLeftAtTheEndOfWhatIsLookedAt() {
    // So many keys that little is left of them, and the last one is cut where reading ends.
    for fill in 0..<60 {
      let text = String(repeating: "y", count: fill) + String(repeating: " sk-\(Self.secret)", count: 200)
      #expect(!Redaction.redact(text, limit: 4000).contains("ab1"), "\(fill)")
    }
  }

  // MARK: SeededRandom texts

  private static let secret = "ab1cd2ef3gh4ij5kl6mn7op8qr9st0uv"

  // Every way in which a secret is told; `@` is the secret.
  private static let shapes = [
    "sk-@", "sk-ant-api03-@", "Bearer @", "Basic @", "AIza@", "gsk_@", "hf_@", "xai-@", "pplx-@", "r8_@", "ghp_@",
    "github_pat_@", "glpat-@", "xoxb-@", "eyJ@", "?key=@", "&api_key=@", "token=@", "access_token=@", "password=@",
    "api-key: @", "x-api-key: @", "authorization: @", "Authorization: Bearer @", "\"api_key\": \"@\"",
    "'password': '@'", "\"token\":\"@\"", "https://me:@@host/x", "AKIAIOSFODNN7EXAMPLE ********@",
  ]

  private static let words = [
    "error", "timeout", "key", "the token count", "max_tokens=5", "{\"a\": [1, 2]}", "http://host:80/x?y=z", "100%",
    "\"quoted\"", "it's", "ключ", "\\n", "->", "a,b;c", "(x)", "é", "::", "==", "%20", "&", "path/to/file",
  ]

  private static func encodings(_ text: String) -> [String] {
    let json = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    func percent(_ text: String) -> String {
      text.utf8.map { byte in
        let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        let digits = String(byte, radix: 16, uppercase: true)
        return isPlain || "-_.~".utf8.contains(byte)
          ? String(decoding: [byte], as: UTF8.self) : "%" + (digits.count < 2 ? "0" : "") + digits
      }.joined()
    }
    return [text, json, percent(text), percent(percent(text))]
  }

  @Test func noSecretSurvivesInAnyText() {
    var random = SeededRandom(seed: 21)
    func some() -> String {
      (0..<Int.random(in: 0...3, using: &random)).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined(
        separator: " ")
    }
    for shape in Self.shapes where !shape.hasPrefix("AKIA") {
      for round in 0..<60 {
        let secret = Self.secret(&random)
        let core =
          some() + " "
          + shape.replacing("@", with: "\u{1}", maxReplacements: 1)
          .replacing("\u{1}", with: secret) + " " + some()
        for text in Self.encodings(core) {
          let redacted = Redaction.redact(whole: text)
          #expect(!redacted.contains(secret.prefix(12)), "\(round): \(text) -> \(redacted)")
          #expect(Redaction.redact(whole: redacted) == redacted, "\(text)")
          let limit = Int.random(in: 1...80, using: &random)
          let cut = Redaction.redact(text, limit: limit)
          #expect(!cut.contains(secret.prefix(6)), "\(limit): \(text) -> \(cut)")
        }
      }
    }
  }

  @Test func textsWithoutSecretsStayAsTheyAre() {
    var random = SeededRandom(seed: 22)
    for _ in 0..<500 {
      let text = (0..<8).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined(separator: " ")
      #expect(Redaction.redact(whole: text) == text)
    }
  }

  @Test func redactionIsStableWhateverTheBytesAre() {
    var random = SeededRandom(seed: 23)
    let bytes = Array("sk-Bearer basic AKIA eyJ key=token:password@://%3D%26\\u003d\"'&,; ".utf8)
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...80, using: &random)).map { _ in bytes.randomElement(using: &random) ?? 0 }
      let once = text.withUnsafeBufferPointer { Redaction.redact($0, limit: .max) }
      let twice = once.withUnsafeBufferPointer { Redaction.redact($0, limit: .max) }
      #expect(once == twice, "\(String(decoding: text, as: UTF8.self)) -> \(String(decoding: once, as: UTF8.self))")
    }
  }

  // Letters of both cases and digits, both of which are in it.
  private static func secret(_ random: inout SeededRandom) -> String {
    let bytes = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
    let rest = (0..<Int.random(in: 20...40, using: &random)).map { _ in bytes.randomElement(using: &random) ?? 0 }
    return "q7Z" + String(decoding: rest, as: UTF8.self)
  }
}
